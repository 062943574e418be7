import { type MetricFamily, counter, gauge } from "./family";

/** What Prometheus' client libraries tell of the process they run in, on Linux. */
export const processFamilies: readonly MetricFamily[] = [
  counter("process_cpu_seconds_total", "seconds"),
  gauge("process_resident_memory_bytes", "bytes"),
  gauge("process_virtual_memory_bytes", "bytes"),
  gauge("process_start_time_seconds", "unix time"),
  gauge("process_open_fds", "files"),
  gauge("process_max_fds", "files"),
];
