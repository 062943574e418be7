import { type MeasuredServer, counter, gauge } from "./family";

const device = { device: ["vda"] };
const network = { device: ["eth0"] };
const fileSystem = { device: ["/dev/vda"], fstype: ["ext4"], mountpoint: ["/"] };
const ownNetwork = "where it runs in the network of the host";

export const nodeExporter: MeasuredServer = {
  name: "node-exporter",
  title: "node_exporter",
  source: "prometheus/node_exporter at v1.5 and v1.12; recorded 1.5.0",
  versions: ["1.5", "1.12"],
  labels: [],
  families: [
    counter("node_cpu_seconds_total", "seconds", {
      labels: { cpu: ["0", "1"], mode: ["idle", "iowait", "steal", "system", "user"] },
    }),
    gauge("node_load1", "processes"),
    gauge("node_memory_MemTotal_bytes", "bytes"),
    gauge("node_memory_MemAvailable_bytes", "bytes"),
    gauge("node_memory_SwapTotal_bytes", "bytes"),
    gauge("node_memory_SwapFree_bytes", "bytes"),
    ...["cpu", "memory", "io"].map((resource) =>
      counter(`node_pressure_${resource}_waiting_seconds_total`, "seconds"),
    ),
    counter("node_vmstat_oom_kill", "processes"),
    gauge("node_filesystem_avail_bytes", "bytes", { labels: fileSystem }),
    gauge("node_filesystem_size_bytes", "bytes", { labels: fileSystem }),
    gauge("node_filesystem_readonly", "yes or no", { labels: fileSystem }),
    counter("node_disk_io_time_seconds_total", "seconds", { labels: device }),
    counter("node_disk_read_bytes_total", "bytes", { labels: device }),
    counter("node_disk_written_bytes_total", "bytes", { labels: device }),
    counter("node_network_receive_bytes_total", "bytes", { labels: network, appears: ownNetwork }),
    counter("node_network_transmit_bytes_total", "bytes", { labels: network, appears: ownNetwork }),
  ],
};

const container = (number: string) => number.repeat(64).slice(0, 64);
const id = { id: [`/docker/${container("3f9a")}`, `/docker/${container("b71c")}`] };
const withSocket = "where the exporter may ask Docker, or in Kubernetes";

export const cadvisor: MeasuredServer = {
  name: "cadvisor",
  title: "cAdvisor",
  source: "google/cadvisor docs/storage/prometheus.md at v0.60.5; nothing recorded",
  versions: ["0.60"],
  labels: [],
  families: [
    counter("container_cpu_usage_seconds_total", "seconds", { labels: { ...id, cpu: ["total"] } }),
    counter("container_cpu_cfs_periods_total", "periods", { labels: id }),
    counter("container_cpu_cfs_throttled_periods_total", "periods", { labels: id }),
    gauge("container_memory_working_set_bytes", "bytes", { labels: id }),
    gauge("container_spec_memory_limit_bytes", "bytes", { labels: id }),
    counter("container_oom_events_total", "kills", { labels: id }),
    counter("container_fs_reads_bytes_total", "bytes", { labels: { ...id, device: ["/dev/vda"] } }),
    counter("container_fs_writes_bytes_total", "bytes", {
      labels: { ...id, device: ["/dev/vda"] },
    }),
    counter("container_network_receive_bytes_total", "bytes", {
      labels: { ...id, interface: ["eth0"] },
      appears: withSocket,
    }),
    counter("container_network_transmit_bytes_total", "bytes", {
      labels: { ...id, interface: ["eth0"] },
      appears: withSocket,
    }),
    gauge("container_start_time_seconds", "unix time", { labels: id }),
  ],
};

/** What cAdvisor says of a container where Docker or the kubelet tells it. */
export const containerNames = {
  docker: {
    name: ["vllm-service"],
    image: ["public.ecr.aws/q9t5s3a7/vllm-cpu-release-repo:v0.10.1"],
  },
  kubernetes: { namespace: ["chatqna"], pod: ["chatqna-vllm-0"], container: ["vllm"] },
};
