import type { Program } from "../workload";
import {
  type Exporter,
  type ExporterContainer,
  exporterTarget,
  exporterWorkload,
  mebibytes,
  nobody,
  wget,
} from "./exporter";

/** The name of its scrape job in OPEA's own prometheus.yaml. */
export const nodeExporterJob = "prometheus-node-exporter";

/**
 * The host: processors, memory, disks, file systems, pressure. In a container without the host's
 * network traffic, which only the host's network would show.
 *
 * Source: github.com/prometheus/node_exporter v1.12.1, its README on containers and its flags; 1.5,
 * which Debian 12 has, knows the same flags.
 *
 * @param host Runs as a process of the host; absent: in a container.
 */
export function nodeExporter(host?: HostProcess): Exporter {
  const { port, program } = host ?? { port: containerPort };
  const workload = exporterWorkload({
    name: "node-exporter",
    ...(program === undefined ? { container } : { program }),
    args: [
      ["--web.listen-address=", { ref: "listen", port: "web" }],
      ...collectors,
      ...(program === undefined ? containerArgs : []),
    ],
    port,
    readinessPath: "/",
  });
  return {
    workload,
    targets: [exporterTarget(workload, { job: nodeExporterJob, component: "host", port })],
  };
}

interface HostProcess {
  readonly program: Program;
  readonly port: number;
}

const containerPort = 9100;

const collectors = [
  // What Docker, containerd and snap mount is the same disk again, once for each container.
  "--collector.filesystem.mount-points-exclude=" +
    "^/(dev|proc|sys|run/.+|snap/.+|var/lib/(docker|containerd|containers|kubelet)/.+)($|/)",
  // tmpfs is memory, which is counted already.
  "--collector.filesystem.fs-types-exclude=" +
    "^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|erofs|fuse\\..+|fusectl|" +
    "hugetlbfs|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs|" +
    "squashfs|sysfs|tmpfs|tracefs)$",
  // Two, three and up to nine series for each processor, of which a Xeon server has up to 256.
  "--no-collector.cpu.guest",
  "--no-collector.schedstat",
  "--no-collector.softnet",
];

const containerArgs = [
  "--path.rootfs=/host",
  // These read the network namespace they run in: of the container, under the name of the host.
  "--no-collector.arp",
  "--no-collector.conntrack",
  "--no-collector.netclass",
  "--no-collector.netdev",
  "--no-collector.netstat",
  "--no-collector.sockstat",
  "--no-collector.udp_queues",
];

const container: ExporterContainer = {
  image: { repository: "docker.io/prom/node-exporter", tag: "v1.12.1" },
  user: nobody,
  memoryBytes: mebibytes(64),
  healthCommand: wget(containerPort, "/"),
  hostAccess: {
    mounts: [
      {
        hostPath: "/",
        containerPath: "/host",
        reason: "The room on a file system is asked of the file system itself (statfs).",
        laterMounts:
          "A disk that is mounted later would be reported with the room of the directory below it.",
      },
    ],
    devices: [],
    hostPid:
      "The host's mount table is that of its process 1, which only its process namespace shows.",
  },
};
