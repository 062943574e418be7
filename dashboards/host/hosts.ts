import type { RowSource } from "../layout";
import { inUse } from "../limits";
import { graph } from "../panels";
import { rate, selected, sumBy } from "../promql";
import { diskInUse, loadPerProcessor, memoryInUse, processorsInUse } from "./metrics";

const resources = ["cpu", "memory", "io"] as const;
const ownNetwork =
  "an exporter in a container without the network of the host does not see its traffic";

/** Loopback, and the bridges and ends of containers' networks, count each byte again. */
const realDevices = 'device!~"lo|veth.*|docker.*|br-.*|cni.*|flannel.*|cali.*"';

export const hosts: RowSource = {
  title: "Hosts",
  of: "node",
  collapsed: false,
  panels: [
    graph(
      {
        title: "Processors",
        description: "Share of the processors' time that was used, by host.",
        unit: "percentunit",
        width: 8,
      },
      [{ expr: processorsInUse, legend: "{{instance}}" }],
      { max: 1 },
    ),
    graph(
      {
        title: "Pressure",
        description:
          "Share of the time in which some process waited for a processor, for memory or for a disk, by host. Above 10 % the answers are slower for it.",
        unit: "percentunit",
        width: 8,
      },
      resources.map((resource) => ({
        expr: sumBy(["instance"], rate(`node_pressure_${resource}_waiting_seconds_total`)),
        legend: `${resource} {{instance}}`,
      })),
    ),
    graph(
      {
        title: "Memory",
        description: "Memory that is neither free nor could be freed at once.",
        unit: "percentunit",
        width: 8,
      },
      [{ expr: memoryInUse, legend: "{{instance}}" }],
      { limits: inUse, max: 1 },
    ),
    graph(
      {
        title: "File systems",
        description: "Share of each file system that is used.",
        unit: "percentunit",
        width: 8,
      },
      [{ expr: diskInUse, legend: "{{instance}} {{mountpoint}}" }],
      { limits: inUse, max: 1 },
    ),
    graph(
      {
        title: "Disks",
        description:
          "Bytes read and written per second, by host. Loading a model reads all of it once.",
        unit: "Bps",
        width: 8,
      },
      [
        {
          expr: sumBy(["instance"], rate("node_disk_read_bytes_total")),
          legend: "read {{instance}}",
        },
        {
          expr: sumBy(["instance"], rate("node_disk_written_bytes_total")),
          legend: "written {{instance}}",
        },
      ],
    ),
    graph(
      {
        title: "Network",
        description:
          "Bytes received and sent per second, by host, over real network devices. An exporter in a container does not see them.",
        unit: "Bps",
        width: 8,
      },
      [
        {
          expr: sumBy(["instance"], rate("node_network_receive_bytes_total", realDevices)),
          legend: "received {{instance}}",
          mayBeEmpty: ownNetwork,
        },
        {
          expr: sumBy(["instance"], rate("node_network_transmit_bytes_total", realDevices)),
          legend: "sent {{instance}}",
          mayBeEmpty: ownNetwork,
        },
      ],
    ),
  ],
};

export const details: RowSource = {
  title: "Host details",
  of: "node",
  collapsed: true,
  panels: [
    graph(
      {
        title: "Processors by mode",
        description:
          "Processors busy in each mode, of all chosen hosts. steal is time that other virtual machines took; iowait is idle time with a disk at work.",
        unit: "short",
        width: 8,
      },
      [
        {
          expr: sumBy(["mode"], rate("node_cpu_seconds_total", 'mode!="idle"')),
          legend: "{{mode}}",
        },
      ],
      { isStacked: true },
    ),
    graph(
      {
        title: "Load per processor",
        description:
          "Processes that run or wait, of the last minute, for each processor. Above 1 there are more than processors.",
        unit: "short",
        width: 8,
      },
      [{ expr: loadPerProcessor, legend: "{{instance}}" }],
    ),
    graph(
      {
        title: "Disk busy",
        description:
          "Share of the time in which a disk had something to do. Disks that serve several requests at once are not full at 100 %.",
        unit: "percentunit",
        width: 8,
      },
      [{ expr: rate("node_disk_io_time_seconds_total"), legend: "{{instance}} {{device}}" }],
    ),
    graph(
      {
        title: "Swap in use",
        description: "Memory that was moved to disk. A model that is swapped crawls.",
        unit: "bytes",
        width: 24,
      },
      [
        {
          expr: `${selected("node_memory_SwapTotal_bytes")} - ${selected("node_memory_SwapFree_bytes")}`,
          legend: "{{instance}}",
        },
      ],
    ),
  ],
};
