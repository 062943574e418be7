import type { DataSourceRef } from "@grafana/grafana-foundation-sdk/common";
import type * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import type * as prometheus from "@grafana/grafana-foundation-sdk/prometheus";

/**
 * A type of Grafana's kit as the JSON it stands for: enumerations are their texts, methods are gone.
 * Only the kit's types are used. Its builders would be loaded at every preview, where the boards are
 * made for the stack's settings: 236 modules, three times as long as our own sources take.
 */
export type Plain<T> = T extends string
  ? `${T}`
  : T extends number | boolean | null | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? readonly Plain<Item>[]
      : T extends object
        ? {
            readonly [
              Key in keyof T as T[Key] extends (...args: never) => unknown ? never : Key
            ]: Plain<T[Key]>;
          }
        : T;

export type Datasource = Plain<DataSourceRef>;
export type Target = Plain<prometheus.Dataquery>;
export interface Variable extends Plain<Omit<dashboard.VariableModel, "refresh" | "sort">> {
  /** When its values are asked for anew: 2 is whenever the time range changes. */
  readonly refresh?: number;
  /** 1 is by letter. */
  readonly sort?: number;
}
export type Link = Plain<dashboard.DashboardLink>;
/** Each datasource has a query of its own. */
export interface Annotation extends Plain<Omit<dashboard.AnnotationQuery, "target">> {
  readonly target?: object;
}
export type Thresholds = Plain<dashboard.ThresholdsConfig>;

/** What a kind of panel adds to the configuration of its fields has a type of its own. */
export interface FieldConfig extends Plain<Omit<dashboard.FieldConfig, "custom">> {
  readonly custom?: object;
}

/** Sets properties of the series that a matcher finds: `{ id: "color", value: … }`. */
export interface Override {
  readonly matcher: { readonly id: string; readonly options: string };
  readonly properties: readonly { readonly id: string; readonly value: unknown }[];
}

export interface Panel extends Plain<
  Pick<dashboard.Panel, "type" | "id" | "title" | "description" | "interval">
> {
  readonly datasource: Datasource;
  readonly gridPos: Plain<dashboard.GridPos>;
  readonly targets: readonly Target[];
  readonly options: object;
  readonly fieldConfig: {
    readonly defaults: FieldConfig;
    readonly overrides: readonly Override[];
  };
  readonly transformations?: readonly { readonly id: string; readonly options: object }[];
}

/** A row as Grafana has it: its panels stand in it while it is shut. */
export interface Row {
  readonly type: "row";
  readonly id: number;
  readonly title: string;
  readonly collapsed: boolean;
  readonly gridPos: Plain<dashboard.GridPos>;
  readonly panels: readonly Panel[];
}
