import type { RowSource } from "../layout";
import { fixed } from "../limits";
import { stat } from "../panels";
import { selected } from "../promql";
import { memoryInUse, power, temperature, utilization } from "./metrics";

/** Degrees Celsius: data centre cards slow down at 85 to 90. */
const hot = fixed(80, 88);

export const atAGlance: RowSource = {
  title: "At a glance",
  collapsed: false,
  panels: [
    stat(
      {
        title: "In use",
        description:
          "Mean share of the time in which the cards had something to do. That they are busy does not mean that they are used well: look at the tokens per second too.",
        unit: "percentunit",
        width: 4,
      },
      `avg(${utilization})`,
    ),
    stat(
      {
        title: "Memory in use",
        description:
          "Of the fullest card. TGI and vLLM take most of it when they start, whatever they are asked: how full the KV cache is stands on their boards.",
        unit: "percentunit",
        width: 4,
      },
      `max(${memoryInUse})`,
    ),
    stat(
      {
        title: "Power",
        description: "Power drawn by all chosen cards together.",
        unit: "watt",
        width: 4,
      },
      `sum(${power})`,
    ),
    stat(
      {
        title: "Hottest card",
        description: "Temperature of the hottest chip. Cards slow down when they get too hot.",
        unit: "celsius",
        width: 4,
      },
      `max(${temperature})`,
      { limits: hot },
    ),
    stat(
      {
        title: "Cards",
        description: "Cards that are reported.",
        unit: "short",
        width: 4,
      },
      `count(${utilization})`,
    ),
    stat(
      {
        title: "Exporters up",
        description: "Exporters that answer the scrape.",
        unit: "short",
        width: 4,
      },
      `sum(${selected("up")})`,
    ),
  ],
};
