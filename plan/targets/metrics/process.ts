import { type MetricFamily, counter, gauge } from "./family";

const plain = true;

/** What Prometheus' client libraries tell of the process they run in, on Linux. */
export const processFamilies: readonly MetricFamily[] = [
  counter("process_cpu_seconds_total", "seconds", { plain }),
  gauge("process_resident_memory_bytes", "bytes", { plain }),
  gauge("process_virtual_memory_bytes", "bytes", { plain }),
  gauge("process_start_time_seconds", "unix time", { plain }),
  gauge("process_open_fds", "files", { plain }),
  gauge("process_max_fds", "files", { plain }),
];
