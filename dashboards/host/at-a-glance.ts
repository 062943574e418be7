import type { RowSource } from "../layout";
import { fixed, inUse } from "../limits";
import { stat } from "../panels";
import { rate, selected } from "../promql";
import { diskInUse, memoryInUse, processorsInUse } from "./metrics";

/** Share of the time: beside what other things wait for, much of it is waste. */
const pressure = fixed(0.1, 0.5);

export const atAGlance: RowSource = {
  title: "At a glance",
  collapsed: false,
  panels: [
    stat(
      {
        title: "Processors in use",
        description:
          "Of the busiest host: share of the processors' time that was used. A server that runs a model on processors uses all it is given.",
        unit: "percentunit",
        width: 4,
      },
      `max(${processorsInUse})`,
      { limits: inUse },
    ),
    stat(
      {
        title: "Waiting for a processor",
        description:
          "Of the most crowded host: share of the time in which some process could run and found no free processor. This is what slows down, not the use.",
        unit: "percentunit",
        width: 4,
      },
      `max(${rate("node_pressure_cpu_waiting_seconds_total")})`,
      { limits: pressure, idle: "not told" },
    ),
    stat(
      {
        title: "Memory in use",
        description:
          "Of the fullest host: memory that is neither free nor could be freed at once, of all.",
        unit: "percentunit",
        width: 4,
      },
      `max(${memoryInUse})`,
      { limits: inUse },
    ),
    stat(
      {
        title: "Fullest file system",
        description:
          "Share of the fullest file system that is used. Full, Prometheus stops writing.",
        unit: "percentunit",
        width: 4,
      },
      `max(${diskInUse})`,
      { limits: inUse },
    ),
    stat(
      {
        title: "Killed for memory",
        description:
          "Processes that the kernel killed for want of memory, per second. Anything above 0 is a service that died.",
        unit: "ops",
        width: 4,
      },
      `sum(${rate("node_vmstat_oom_kill")})`,
      { limits: fixed(1e-9) },
    ),
    stat(
      {
        title: "Exporters up",
        description: "Exporters of hosts and containers that answer the scrape.",
        unit: "short",
        width: 4,
      },
      `sum(${selected("up")})`,
    ),
  ],
};
