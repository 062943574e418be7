import type { RowSource } from "../layout";
import { graph } from "../panels";
import { clock, memory, memoryInUse, nameOfCard, power, temperature, utilization } from "./metrics";

export const cards: RowSource = {
  title: "Cards",
  collapsed: false,
  panels: [
    graph(
      {
        title: "Use by card",
        description:
          "Share of the time in which a card had something to do. Cards that share a model should move alike: one that lags behind holds up the others.",
        unit: "percentunit",
        width: 12,
      },
      [{ expr: utilization, legend: nameOfCard }],
      { max: 1 },
    ),
    graph(
      {
        title: "Power by card",
        description: "Power drawn. It follows the work better than the share of the time does.",
        unit: "watt",
        width: 12,
      },
      [{ expr: power, legend: nameOfCard }],
    ),
    graph(
      {
        title: "Memory by card",
        description: "Memory taken on each card.",
        unit: "bytes",
        width: 12,
      },
      [{ expr: memory, legend: nameOfCard }],
    ),
    graph(
      {
        title: "Memory share by card",
        description: "Memory taken on each card, of what it has.",
        unit: "percentunit",
        width: 12,
      },
      [{ expr: memoryInUse, legend: nameOfCard }],
      { max: 1 },
    ),
    graph(
      {
        title: "Temperature by card",
        description: "Temperature of the chip.",
        unit: "celsius",
        width: 12,
      },
      [{ expr: temperature, legend: nameOfCard }],
    ),
    graph(
      {
        title: "Clock by card",
        description:
          "Clock of the chip. Where it falls while the card is busy, the card is too hot or short of power.",
        unit: "hertz",
        width: 12,
      },
      [{ expr: clock, legend: nameOfCard }],
    ),
  ],
};
