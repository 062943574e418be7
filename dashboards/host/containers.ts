import type { RowSource } from "../layout";
import { inUse } from "../limits";
import { graph } from "../panels";
import { rate, selected, sumBy } from "../promql";
import { byContainer, named, nameOfContainer, ofContainers } from "./metrics";

/** Where no limit is set, kubelets tell 0 and some releases of cAdvisor the greatest number there is. */
const limit = `(${byContainer(selected("container_spec_memory_limit_bytes", ...ofContainers))} < 1e15 > 0)`;
const withNames =
  "without Docker's socket or a kubelet, cAdvisor does not know the network of a container";

/** In Kubernetes a pod's traffic is told of its sandbox, the container that holds its network. */
function trafficOf(direction: "receive" | "transmit"): string {
  const bytes = rate(`container_network_${direction}_bytes_total`, 'id=~".*[0-9a-f]{64}.*"');
  return sumBy(["instance", "shown"], named(bytes));
}

const periods = byContainer(rate("container_cpu_cfs_periods_total", ...ofContainers));

export const containers: RowSource = {
  title: "Containers",
  of: "cadvisor",
  collapsed: false,
  panels: [
    graph(
      {
        title: "Processors by container",
        description:
          "Processors that each container keeps busy. Containers are called by the first digits of their number where cAdvisor may not ask Docker for their names.",
        unit: "short",
        width: 12,
      },
      [
        {
          expr: byContainer(rate("container_cpu_usage_seconds_total", ...ofContainers)),
          legend: nameOfContainer,
        },
      ],
    ),
    graph(
      {
        title: "Memory by container",
        description:
          "Memory that a container needs: without what could be freed at once. At its limit it is killed.",
        unit: "bytes",
        width: 12,
      },
      [
        {
          expr: byContainer(selected("container_memory_working_set_bytes", ...ofContainers)),
          legend: nameOfContainer,
        },
      ],
    ),
    graph(
      {
        title: "Slowed down by a limit",
        description:
          "Share of the periods of 100 ms in which a container had used up its processor limit and had to wait. Empty for containers without a limit.",
        unit: "percentunit",
        width: 8,
      },
      [
        {
          expr: `${byContainer(rate("container_cpu_cfs_throttled_periods_total", ...ofContainers))} / (${periods} > 0)`,
          legend: nameOfContainer,
          mayBeEmpty: "no container has a processor limit",
        },
      ],
    ),
    graph(
      {
        title: "Memory limit in use",
        description:
          "Memory that a container needs, of its limit. Empty for containers without a limit.",
        unit: "percentunit",
        width: 8,
      },
      [
        {
          expr: `${byContainer(selected("container_memory_working_set_bytes", ...ofContainers))} / ${limit}`,
          legend: nameOfContainer,
          mayBeEmpty: "no container has a memory limit",
        },
      ],
      { limits: inUse },
    ),
    graph(
      {
        title: "Killed for memory by container",
        description: "Processes killed for want of memory, per second, by container.",
        unit: "ops",
        width: 8,
      },
      [
        {
          expr: byContainer(rate("container_oom_events_total", ...ofContainers)),
          legend: nameOfContainer,
        },
      ],
    ),
  ],
};

export const containerDetails: RowSource = {
  title: "Container details",
  of: "cadvisor",
  collapsed: true,
  panels: [
    graph(
      {
        title: "Disk traffic by container",
        description: "Bytes read from and written to disks per second.",
        unit: "Bps",
        width: 12,
      },
      [
        {
          expr: byContainer(rate("container_fs_reads_bytes_total", ...ofContainers)),
          legend: `read ${nameOfContainer}`,
        },
        {
          expr: byContainer(rate("container_fs_writes_bytes_total", ...ofContainers)),
          legend: `written ${nameOfContainer}`,
        },
      ],
    ),
    graph(
      {
        title: "Network traffic by container",
        description:
          "Bytes received and sent per second; in Kubernetes by pod, whose containers share a network.",
        unit: "Bps",
        width: 12,
      },
      [
        {
          expr: trafficOf("receive"),
          legend: "received {{shown}}",
          mayBeEmpty: withNames,
        },
        {
          expr: trafficOf("transmit"),
          legend: "sent {{shown}}",
          mayBeEmpty: withNames,
        },
      ],
    ),
  ],
};
