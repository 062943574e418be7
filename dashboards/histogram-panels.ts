import type * as heatmap from "@grafana/grafana-foundation-sdk/heatmap";
import type { Plain } from "./kit";
import { type PanelSource, type PanelText, type Query, panelSource } from "./panel-source";
import { type GraphOptions, graph } from "./panels";
import { observationsByBucket, type Matcher, type Metric, quantileBy } from "./promql";

const quantiles = [0.5, 0.9, 0.99];

/** Median, 90th and 99th percentile of a duration that all replicas count in the same buckets. */
export function durationQuantiles(
  text: Omit<PanelText, "unit">,
  metric: Metric,
  matchers: readonly Matcher[] = [],
  options: QuantileOptions = {},
): PanelSource {
  return quantilesOf({ ...text, unit: "s" }, metric, matchers, options);
}

/** Median, 90th and 99th percentile of a number of tokens, for each replica on its own. */
export function tokenQuantiles(text: Omit<PanelText, "unit">, metric: Metric): PanelSource {
  return quantilesOf({ ...text, unit: "short" }, metric, [], { by: ["instance"] });
}

interface QuantileOptions extends Pick<GraphOptions, "limits">, Pick<Query, "mayBeEmpty"> {
  /** Labels that keep apart what cannot be added up. */
  readonly by?: readonly string[];
}

function quantilesOf(
  text: PanelText,
  metric: Metric,
  matchers: readonly Matcher[],
  { by = [], mayBeEmpty, ...options }: QuantileOptions,
): PanelSource {
  const queries = quantiles.map((q) => ({
    expr: quantileBy(by, q, metric, ...matchers),
    legend: [`p${q * 100}`, ...by.map((label) => `{{${label}}}`)].join(" "),
    ...(mayBeEmpty !== undefined && { mayBeEmpty }),
  }));
  return graph(text, queries, options);
}

/** How durations are spread, over time. */
export function durationHeatmap(
  text: Omit<PanelText, "unit">,
  metric: Metric,
  matchers: readonly Matcher[] = [],
): PanelSource {
  const observations = { expr: observationsByBucket(metric, ...matchers), legend: "{{le}}" };
  const options: Plain<heatmap.Options> = {
    calculate: false,
    color: { mode: "scheme", scheme: "Blues", fill: "", exponent: 0, steps: 64, reverse: false },
    // Empty buckets stay uncoloured.
    filterValues: { le: 1e-9 },
    showValue: "auto",
    cellGap: 1,
    yAxis: { unit: "s" },
    legend: { show: true },
    tooltip: { mode: "single" },
    exemplars: { color: "rgba(255,0,255,0.7)" },
    selectionMode: "x",
  };
  return panelSource({ ...text, unit: "s" }, [observations], {
    type: "heatmap",
    height: 8,
    options,
    defaults: {},
    format: "heatmap",
  });
}
