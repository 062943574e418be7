import type { BoardContext } from "./board-context";
import { colorsOf } from "./colors";
import type { Datasource, FieldConfig, Panel, Target, Thresholds } from "./kit";
import { type Limits, type Steps, limitsInWords } from "./limits";

/** A panel as a row describes it. Where it lies and its number are the layout's to say. */
export interface PanelSource {
  readonly title: string;
  readonly build: (context: BoardContext) => Omit<Panel, "id">;
  readonly queries: readonly Query[];
}

/** The variable that every panel asks, so that one board serves any Prometheus. */
export const datasource: Datasource = { type: "prometheus", uid: "${datasource}" };

export interface PanelText {
  readonly title: string;
  /** In plain words: what is shown, what it means when it moves, where it lies. */
  readonly description: string;
  /** Grafana's unit id: `s`, `reqps`, `short`. */
  readonly unit: string;
  /** Of the 24 columns. */
  readonly width: number;
  /** In lines of the grid; default: that of the kind of panel. */
  readonly height?: number;
}

export interface Query {
  /** PromQL; by the context where recorded series save cost. */
  readonly expr: string | ((context: BoardContext) => string);
  readonly legend: string;
  /** Why there may be no data, where something has to happen first: the first failure. */
  readonly mayBeEmpty?: string;
  /** As of the end of the window only. */
  readonly isInstant?: boolean;
}

/** What differs between the kinds of panels. */
export interface PanelKind {
  readonly type: string;
  readonly height: number;
  readonly options: object;
  /** Of the fields, beside the unit. */
  readonly defaults: FieldConfig;
  readonly format?: Target["format"];
  readonly transformations?: Panel["transformations"];
  /** How limits are shown; absent: there are none. */
  readonly limits?: { readonly of: Limits; readonly drawn: "lines" | "colours" };
}

export function panelSource(
  text: PanelText,
  queries: readonly Query[],
  kind: PanelKind,
): PanelSource {
  const { title, unit } = text;
  const defaults = { unit, ...whenEmpty(queries), ...kind.defaults };
  return { title, queries, build };

  function build(context: BoardContext): Omit<Panel, "id"> {
    const steps = kind.limits?.of(context);
    return {
      type: kind.type,
      title,
      description: described(text, steps, kind),
      datasource,
      gridPos: { x: 0, y: 0, w: text.width, h: text.height ?? kind.height },
      fieldConfig: {
        defaults: { ...defaults, thresholds: thresholds(steps) },
        overrides: colorsOf(queries.map(({ legend }) => legend)),
      },
      options: kind.options,
      targets: queries.map((query, index) => target(query, index, kind, context)),
      ...(kind.transformations !== undefined && { transformations: kind.transformations }),
    };
  }
}

/** Why there is nothing to see, where that may be: better than "No data". */
function whenEmpty(queries: readonly Query[]): Pick<FieldConfig, "noValue"> {
  const reasons = queries.map(({ mayBeEmpty }) => mayBeEmpty);
  const [first] = reasons;
  return first === undefined || reasons.includes(undefined) ? {} : { noValue: first };
}

function described(
  { description, unit }: PanelText,
  steps: Steps | undefined,
  { limits }: PanelKind,
): string {
  if (steps === undefined || limits === undefined) return description;
  return `${description} ${limitsInWords(steps, unit, limits.drawn)}`;
}

function target(query: Query, index: number, kind: PanelKind, context: BoardContext): Target {
  const { expr, legend, isInstant = false } = query;
  return {
    datasource,
    refId: refId(index),
    expr: typeof expr === "string" ? expr : expr(context),
    legendFormat: legend,
    range: !isInstant,
    instant: isInstant,
    ...(kind.format !== undefined && { format: kind.format }),
  };
}

export function refId(index: number): string {
  return String.fromCharCode("A".charCodeAt(0) + index);
}

function thresholds(steps: Steps | undefined): Thresholds {
  const fine = { value: null, color: "green" };
  if (steps === undefined) return { mode: "absolute", steps: [fine] };
  const { watch, bad } = steps;
  // More is better where the bad ones lie below.
  return bad < watch
    ? {
        mode: "absolute",
        steps: [
          { value: null, color: "red" },
          { value: bad, color: "orange" },
          { value: watch, color: "green" },
        ],
      }
    : {
        mode: "absolute",
        steps: [fine, { value: watch, color: "orange" }, { value: bad, color: "red" }],
      };
}
