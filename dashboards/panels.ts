import type * as cog from "@grafana/grafana-foundation-sdk/cog";
import * as common from "@grafana/grafana-foundation-sdk/common";
import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import { ThresholdsConfigBuilder, ThresholdsMode } from "@grafana/grafana-foundation-sdk/dashboard";
import * as heatmap from "@grafana/grafana-foundation-sdk/heatmap";
import { DataqueryBuilder, PromQueryFormat } from "@grafana/grafana-foundation-sdk/prometheus";
import { PanelBuilder as StatPanel } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as TimeseriesPanel } from "@grafana/grafana-foundation-sdk/timeseries";
import { observationsByBucket, type Matcher, type Metric, quantileBy } from "./promql";

export interface PanelSource extends cog.Builder<Panel> {
  /** Queries that have no data in a healthy server of every kind, each with the reason. */
  readonly mayBeEmpty: ReadonlyMap<string, string>;
}

/** The variable that every panel asks, so that one board serves any Prometheus. */
export const datasource = { type: "prometheus", uid: "${datasource}" };

export interface PanelText {
  readonly title: string;
  /** In plain words: what is shown, what it means when it moves, where it lies. */
  readonly description: string;
  /** Grafana's unit id: `s`, `reqps`, `short`. */
  readonly unit: string;
  /** Of the 24 columns. */
  readonly width: number;
}

export interface Query {
  readonly expr: string;
  readonly legend: string;
  /** Why there may be no data, where something has to happen first: the first failure. */
  readonly mayBeEmpty?: string;
}

/** From where on a value is worth a look, and from where on it is bad. */
export interface Limits {
  readonly watch: number;
  readonly bad: number;
}

const statHeight = 5;
const graphHeight = 8;

/** One number, as of now. */
export function stat(
  text: PanelText,
  expr: string,
  { limits, idle, mayBeEmpty }: StatOptions = {},
): PanelSource {
  const asked: Query = {
    expr,
    legend: text.title,
    ...(mayBeEmpty !== undefined && { mayBeEmpty }),
  };
  const panel = new StatPanel()
    .title(text.title)
    .description(text.description)
    .unit(text.unit)
    .datasource(datasource)
    .span(text.width)
    .height(statHeight)
    .graphMode(common.BigValueGraphMode.Area)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(["lastNotNull"]))
    .colorMode(
      limits === undefined ? common.BigValueColorMode.None : common.BigValueColorMode.Value,
    )
    .thresholds(thresholds(limits))
    .withTarget(query(asked, "A"));
  return source(idle === undefined ? panel : panel.noValue(idle), [asked]);
}

interface StatOptions {
  readonly limits?: Limits;
  /** What is shown while there is no value: nothing happens. */
  readonly idle?: string;
  readonly mayBeEmpty?: string;
}

/** Lines over time; `limits` are drawn as dashed lines, `stacked` ones on top of each other. */
export function graph(
  text: PanelText,
  queries: readonly Query[],
  { limits, stacked = false, max }: GraphOptions = {},
): PanelSource {
  const style =
    limits === undefined
      ? common.GraphThresholdsStyleMode.Off
      : common.GraphThresholdsStyleMode.Dashed;
  const panel = new TimeseriesPanel()
    .title(text.title)
    .description(text.description)
    .unit(text.unit)
    .datasource(datasource)
    .span(text.width)
    .height(graphHeight)
    .min(0)
    .fillOpacity(stacked ? 30 : 10)
    .showPoints(common.VisibilityMode.Never)
    .legend(legendBelow())
    .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi))
    .thresholds(thresholds(limits))
    .thresholdsStyle(new common.GraphThresholdsStyleConfigBuilder().mode(style))
    .targets(queries.map((each, index) => query(each, refId(index))));
  if (stacked) {
    panel.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal));
  }
  if (max !== undefined) panel.max(max);
  return source(panel, queries);
}

interface GraphOptions {
  readonly limits?: Limits;
  readonly stacked?: boolean;
  /** The upper end of the axis, where there is one: 1 for a share. */
  readonly max?: number;
}

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

interface QuantileOptions extends Pick<GraphOptions, "limits"> {
  /** Labels that keep apart what cannot be added up. */
  readonly by?: readonly string[];
  readonly mayBeEmpty?: string;
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
  return source(
    new heatmap.PanelBuilder()
      .title(text.title)
      .description(text.description)
      .unit("s")
      .datasource(datasource)
      .span(text.width)
      .height(graphHeight)
      .calculate(false)
      .yAxis(new heatmap.YAxisConfigBuilder().unit("s"))
      .color(
        new heatmap.HeatmapColorOptionsBuilder()
          .mode(heatmap.HeatmapColorMode.Scheme)
          .scheme("Blues")
          .steps(64),
      )
      // Empty buckets stay uncoloured.
      .filterValues(new heatmap.FilterValueRangeBuilder().le(1e-9))
      .withTarget(query(observations, "A").format(PromQueryFormat.Heatmap)),
    [observations],
  );
}

function source(panel: cog.Builder<Panel>, queries: readonly Query[]): PanelSource {
  const mayBeEmpty = queries.flatMap(({ mayBeEmpty: reason }, index): [string, string][] =>
    reason === undefined ? [] : [[refId(index), reason]],
  );
  return { build: () => panel.build(), mayBeEmpty: new Map(mayBeEmpty) };
}

function query({ expr, legend }: Query, refId: string): DataqueryBuilder {
  return new DataqueryBuilder()
    .datasource(datasource)
    .refId(refId)
    .expr(expr)
    .legendFormat(legend)
    .range();
}

function refId(index: number): string {
  return String.fromCharCode("A".charCodeAt(0) + index);
}

function legendBelow(): common.VizLegendOptionsBuilder {
  return new common.VizLegendOptionsBuilder()
    .displayMode(common.LegendDisplayMode.List)
    .placement(common.LegendPlacement.Bottom)
    .showLegend(true);
}

function thresholds(limits: Limits | undefined): ThresholdsConfigBuilder {
  const fine = { value: null, color: "green" };
  return new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps(
      limits === undefined
        ? [fine]
        : [fine, { value: limits.watch, color: "orange" }, { value: limits.bad, color: "red" }],
    );
}
