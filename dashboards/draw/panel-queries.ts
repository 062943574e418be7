import type { JsonObject } from "../json";
import { objectsIn } from "../json";
import { datasourceType, type PanelModel } from "./board-model";
import { fieldOf, type Field } from "./field";
import { alignWindow, timeVariables, timingFor, type TimeWindow, type Timing } from "./interval";
import { interpolateQuery, interpolateText, type Variables } from "./interpolate";
import { isTrueAt, numberAt, textAt } from "./json-path";
import {
  type Answer,
  type Labels,
  type Request,
  type Series,
  seriesIn,
  seriesText,
} from "./prometheus-answers";
import { oneValue } from "./variables";

/** A query of a panel, as Prometheus is asked. */
export interface PanelQuery {
  readonly refId: string;
  /** With its variables filled in. */
  readonly expr: string;
  /** The board's format of names: `{{instance}}`; empty where it leaves them to us. */
  readonly legend: string;
  readonly format: string;
  /** Between two points, in milliseconds. */
  readonly step: number;
  readonly request: Request;
}

/** A series as a panel shows it. */
export interface NamedSeries extends Series {
  readonly name: string;
  readonly refId: string;
  readonly field: Field;
  readonly step: number;
}

/** Panels that show the state at the end of the window, whatever their queries say. */
const instantTypes = ["table", "table-old", "bargauge", "piechart", "grafana-piechart-panel"];

/** The queries that can be put to Prometheus; hidden ones and those of other datasources cannot. */
export function panelQueries(
  panel: PanelModel,
  window: TimeWindow,
  scrapeInterval: number,
): readonly PanelQuery[] {
  return objectsIn(panel.json["targets"])
    .filter((target) => !isTrueAt(target, "hide") && asksPrometheus(target, panel))
    .flatMap((target) => {
      const expr = textAt(target, "expr");
      if (expr === undefined || expr.trim() === "") return [];
      const timing = timingOf(target, panel, window, scrapeInterval);
      return [panelQuery(target, expr, panel, window, timing)];
    });
}

/** The datasource of a panel that asks something else; undefined for Prometheus. */
export function foreignDatasource(panel: PanelModel): string | undefined {
  const own = datasourceType(panel.json);
  const types = objectsIn(panel.json["targets"]).map((target) => datasourceType(target) ?? own);
  return [own, ...types].find((type) => type !== undefined && !isPrometheus(type));
}

function asksPrometheus(target: JsonObject, panel: PanelModel): boolean {
  const type = datasourceType(target) ?? datasourceType(panel.json);
  return type === undefined || isPrometheus(type);
}

function isPrometheus(type: string): boolean {
  return /prometheus|mimir|thanos/i.test(type);
}

function timingOf(
  target: JsonObject,
  { json, variables }: PanelModel,
  window: TimeWindow,
  scrapeInterval: number,
): Timing {
  const filled = (text: string | undefined) =>
    text === undefined ? undefined : interpolateQuery(text, variables);
  const timing = timingFor(window, scrapeInterval, {
    panelMinimum: filled(textAt(json, "interval")),
    queryMinimum: filled(textAt(target, "interval")),
    points: numberAt(json, "maxDataPoints"),
  });
  const factor = Math.max(1, numberAt(target, "intervalFactor") ?? 1);
  return { ...timing, interval: timing.interval * factor };
}

function panelQuery(
  target: JsonObject,
  expr: string,
  { type, variables }: PanelModel,
  window: TimeWindow,
  timing: Timing,
): PanelQuery {
  const known = withTiming(variables, timing, window);
  const filled = interpolateQuery(expr, known);
  const isInstant =
    instantTypes.includes(type) || (isTrueAt(target, "instant") && !isTrueAt(target, "range"));
  return {
    refId: textAt(target, "refId") ?? "A",
    expr: filled,
    legend: interpolateText(textAt(target, "legendFormat") ?? "", known),
    format: textAt(target, "format") ?? "time_series",
    step: timing.interval,
    request: isInstant ? instant(filled, window) : range(filled, window, timing.interval),
  };
}

function withTiming(variables: Variables, timing: Timing, window: TimeWindow): Variables {
  const times = [...timeVariables(timing, window)];
  return new Map([...variables, ...times.map(([name, text]) => [name, oneValue(text)] as const)]);
}

function instant(query: string, { to }: TimeWindow): Request {
  return { endpoint: "query", parameters: { query, time: String(to / 1000) } };
}

function range(query: string, window: TimeWindow, step: number): Request {
  const { from, to } = alignWindow(window, step);
  return {
    endpoint: "query_range",
    parameters: {
      query,
      start: String(from / 1000),
      end: String(to / 1000),
      step: String(step / 1000),
    },
  };
}

/** A query with what Prometheus answered. */
export interface AnsweredQuery {
  readonly query: PanelQuery;
  readonly answer: Answer;
}

/** The series of all queries that were answered, named and with their field configuration. */
export function namedSeries(
  panel: PanelModel,
  answered: readonly AnsweredQuery[],
): readonly NamedSeries[] {
  return answered.flatMap(({ query, answer }) => {
    if (!answer.ok) return [];
    return seriesIn(answer.data).map((series) => {
      const given = seriesName(series.labels, query);
      const field = fieldOf(panel.json, { name: given, refId: query.refId });
      const name = displayName(field, given, series.labels, panel.variables);
      return { ...series, name, field, refId: query.refId, step: query.step };
    });
  });
}

function seriesName(labels: Labels, { legend, expr }: PanelQuery): string {
  if (legend !== "" && legend !== "__auto") {
    return legend.replace(/\{\{\s*(.+?)\s*\}\}/g, (_, label: string) => labels[label] ?? "");
  }
  return Object.keys(labels).length === 0 ? expr : seriesText(labels);
}

function displayName(field: Field, name: string, labels: Labels, variables: Variables): string {
  if (field.displayName === undefined) return name;
  const named = field.displayName
    .replace(/\$\{__field\.labels\.(\w+)\}/g, (_, label: string) => labels[label] ?? "")
    .replace(/\$\{__(series|field)\.(name|displayName)\}/g, name);
  return interpolateText(named, variables);
}
