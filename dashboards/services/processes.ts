import type { RowSource } from "../layout";
import { graph } from "../panels";
import { rate, selected } from "../promql";

const legend = "{{job}} {{instance}}";

export const processes: RowSource = {
  title: "Processes",
  collapsed: true,
  panels: [
    graph(
      {
        title: "Processors in use",
        description:
          "Processors that each service keeps busy. A Python service works on one at a time: near 1 it is the bottleneck, and another replica helps.",
        unit: "short",
        width: 8,
      },
      [{ expr: rate("process_cpu_seconds_total"), legend }],
    ),
    graph(
      {
        title: "Memory",
        description: "Memory that each service holds.",
        unit: "bytes",
        width: 8,
      },
      [{ expr: selected("process_resident_memory_bytes"), legend }],
    ),
    graph(
      {
        title: "Files and connections",
        description: "Files and connections that each service holds open. Steady growth is a leak.",
        unit: "short",
        width: 8,
      },
      [{ expr: selected("process_open_fds"), legend }],
    ),
  ],
};
