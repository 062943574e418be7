import type * as common from "@grafana/grafana-foundation-sdk/common";
import type * as statPanel from "@grafana/grafana-foundation-sdk/stat";
import type * as tablePanel from "@grafana/grafana-foundation-sdk/table";
import type * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";
import type { Plain } from "./kit";
import type { Limits } from "./limits";
import { type PanelSource, type PanelText, type Query, panelSource } from "./panel-source";

const statHeight = 5;
const graphHeight = 8;

/** One number, as of now. */
export function stat(
  text: PanelText,
  expr: Query["expr"],
  { mayBeEmpty, ...options }: StatOptions & Pick<Query, "mayBeEmpty"> = {},
): PanelSource {
  const query = { expr, legend: text.title, ...(mayBeEmpty !== undefined && { mayBeEmpty }) };
  return stats(text, [query], options);
}

/** Several numbers side by side, each with its name. */
export function stats(
  text: PanelText,
  queries: readonly Query[],
  { limits, idle }: StatOptions = {},
): PanelSource {
  const options: Plain<statPanel.Options> = {
    // What is asked of one moment has no way it took.
    graphMode: queries.some(({ isInstant }) => isInstant === true) ? "none" : "area",
    colorMode: limits === undefined ? "none" : "value",
    justifyMode: "auto",
    textMode: "auto",
    wideLayout: true,
    showPercentChange: false,
    percentChangeColorMode: "standard",
    reduceOptions: { calcs: ["lastNotNull"] },
    orientation: "auto",
  };
  return panelSource(text, queries, {
    type: "stat",
    height: statHeight,
    options,
    defaults: idle === undefined ? {} : { noValue: idle },
    ...(limits !== undefined && { limits: { of: limits, drawn: "colours" } }),
  });
}

export interface StatOptions {
  readonly limits?: Limits;
  /** What is shown while there is no value: nothing happens. */
  readonly idle?: string;
}

/** Lines over time; `limits` are drawn as dashed lines, `isStacked` ones on top of each other. */
export function graph(
  text: PanelText,
  queries: readonly Query[],
  { limits, isStacked = false, max, idle }: GraphOptions = {},
): PanelSource {
  const custom: Plain<common.GraphFieldConfig> = {
    fillOpacity: isStacked ? 30 : 10,
    showPoints: "never",
    thresholdsStyle: { mode: limits === undefined ? "off" : "dashed" },
    ...(isStacked && { stacking: { mode: "normal" } }),
  };
  const options: Plain<timeseries.Options> = {
    legend: { displayMode: "list", placement: "bottom", showLegend: true, calcs: [] },
    tooltip: { mode: "multi", sort: "desc" },
  };
  return panelSource(text, queries, {
    type: "timeseries",
    height: graphHeight,
    options,
    defaults: {
      min: 0,
      ...(max !== undefined && { max }),
      ...(idle !== undefined && { noValue: idle }),
      custom,
    },
    ...(limits !== undefined && { limits: { of: limits, drawn: "lines" } }),
  });
}

export interface GraphOptions extends StatOptions {
  readonly isStacked?: boolean;
  /** The upper end of the axis, where there is one: 1 for a share. */
  readonly max?: number;
}

/** A column of a table: a label of the series, or `Value`, and its heading. */
export type Column = readonly [field: string, heading: string];

/** The series of one query as of now, a line each. */
export function table(
  text: PanelText,
  query: Query,
  { columns, idle, limits }: TableOptions,
): PanelSource {
  const options: Plain<tablePanel.Options> = { frameIndex: 0, showHeader: true, cellHeight: "sm" };
  const names = columns.map(([field]) => field);
  return panelSource(text, [{ ...query, isInstant: true }], {
    type: "table",
    height: graphHeight,
    options,
    defaults: { noValue: idle },
    format: "table",
    transformations: [
      { id: "filterFieldsByName", options: { include: { names } } },
      {
        id: "organize",
        options: {
          indexByName: Object.fromEntries(names.map((name, index) => [name, index])),
          renameByName: Object.fromEntries(columns),
        },
      },
    ],
    ...(limits !== undefined && { limits: { of: limits, drawn: "colours" } }),
  });
}

export interface TableOptions extends StatOptions {
  readonly columns: readonly Column[];
  /** What is shown where no series is. */
  readonly idle: string;
}
