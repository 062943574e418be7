import { isObject, type JsonObject, objectsIn, textOf } from "./json";

/** Where a panel query stands, for messages and tests. */
export interface PanelQuery {
  readonly panel: JsonObject;
  /** `Queue size` or, without a title, `panel 12`. */
  readonly title: string;
  readonly refId: string;
  readonly expr: string;
  readonly legend: string;
}

/** All panels with rows opened, in the order of the board; the rows themselves are left out. */
export function panelsOf(dashboard: JsonObject): readonly JsonObject[] {
  return objectsIn(dashboard["panels"]).flatMap((panel) =>
    panel["type"] === "row" ? objectsIn(panel["panels"]) : [panel],
  );
}

/** The queries of all panels that ask Prometheus. */
export function queriesOf(dashboard: JsonObject): readonly PanelQuery[] {
  return panelsOf(dashboard).flatMap((panel) =>
    objectsIn(panel["targets"]).flatMap((target) => {
      const expr = textOf(target["expr"]);
      if (expr === undefined) return [];
      const refId = textOf(target["refId"]) ?? "?";
      const legend = textOf(target["legendFormat"]) ?? "";
      return [{ panel, title: titleOf(panel), refId, expr, legend }];
    }),
  );
}

export function variablesOf(dashboard: JsonObject): readonly JsonObject[] {
  const { templating } = dashboard;
  return isObject(templating) ? objectsIn(templating["list"]) : [];
}

export function titleOf(panel: JsonObject): string {
  const title = textOf(panel["title"]) ?? "";
  return title === "" ? `panel ${JSON.stringify(panel["id"] ?? null)}` : title;
}
