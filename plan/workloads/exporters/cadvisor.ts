import type { ExporterSettings } from "../../settings/exporters-schema";
import type { HostAccess } from "../workload";
import {
  type Exporter,
  exporterTarget,
  exporterWorkload,
  mebibytes,
  nobody,
  wget,
} from "./exporter";

const port = 8080;

/**
 * Processors, memory and disks by container, without `privileged`.
 *
 * It reads control groups, which anybody may. So `id` (`/system.slice/docker-<id>.scope`) is all it
 * knows of a container; its name, its image and its network traffic are Docker's to tell, over a
 * socket that is root's. `dockerSocket` decides.
 *
 * Source: github.com/google/cadvisor v0.60.5: docs/runtime_options.md, lib/container/raw/factory.go
 * (which groups are followed), lib/manager/manager.go (`/rootfs` means: in a container).
 */
export function cadvisor({ dockerSocket }: ExporterSettings["cadvisor"]): Exporter {
  const workload = exporterWorkload({
    name: "cadvisor",
    container: {
      image: { repository: "ghcr.io/google/cadvisor", tag: "v0.60.5" },
      // Behind the socket is root on the host in any case; only root may read Docker's directory.
      user: dockerSocket ? "0:0" : nobody,
      memoryBytes: mebibytes(256),
      healthCommand: wget(port, "/healthz"),
      hostAccess: dockerSocket ? withSocket : controlGroups,
    },
    args: [
      `--port=${port}`,
      // Containers only, instead of one set of series for each service of systemd as well.
      "--docker_only=true",
      ...(dockerSocket ? [] : ["--raw_cgroup_prefix_whitelist=/docker/,/system.slice/docker-"]),
      // Each label and each variable of a container would be a label of its series.
      "--store_container_labels=false",
      `--enable_metrics=${metrics.join(",")}${dockerSocket ? ",network" : ""}`,
      // By default once a second and container, which costs more than what it tells.
      "--housekeeping_interval=5s",
    ],
    port,
    readinessPath: "/healthz",
  });
  return {
    workload,
    targets: [exporterTarget(workload, { job: "cadvisor", component: "host", port })],
  };
}

/**
 * Left out: `percpu` (a series for each container and processor), `disk` (walks through whole file
 * systems, and scrapes of big ones time out), and the kinds that are off by default.
 */
const metrics = ["cpu", "memory", "diskIO", "oom_event"];

const controlGroups: HostAccess = {
  mounts: [
    {
      hostPath: "/sys/fs/cgroup",
      containerPath: "/sys/fs/cgroup",
      reason:
        "The control groups of all containers, where Docker would show this container its own only.",
    },
  ],
  devices: [
    {
      path: "/dev/kmsg",
      reason:
        "The kernel's log is where out of memory kills are reported. It stays shut where kernel.dmesg_restrict is 1, and everything else works.",
    },
  ],
};

const withSocket: HostAccess = {
  ...controlGroups,
  mounts: [
    ...controlGroups.mounts,
    {
      hostPath: "/",
      containerPath: "/rootfs",
      reason: "The network traffic of a container is in /proc of one of its processes.",
    },
    {
      hostPath: "/var/run/docker.sock",
      containerPath: "/var/run/docker.sock",
      reason:
        "Docker tells the name and the image of a container (exporters.cadvisor.dockerSocket).",
    },
    {
      hostPath: "/var/lib/docker",
      containerPath: "/var/lib/docker",
      reason: "cAdvisor follows a container of Docker's only if it finds its layer there.",
    },
  ],
};
