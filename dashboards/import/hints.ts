import type { JsonObject } from "../json";
import { foreignDatasources } from "./datasources";
import { fixedWindows } from "./fix-ups";

/**
 * What works in an imported board, but perhaps not as its author meant. Apart from the import itself,
 * as it reads every query and a preview has nobody to tell.
 */
export function hintsOn(dashboard: JsonObject): readonly string[] {
  const windows = fixedWindows(dashboard);
  return [
    ...foreignDatasources(dashboard),
    ...(windows === 0
      ? []
      : [
          `${windows} rates have a fixed window, which is empty where it is shorter than two scrapes; --rate-interval replaces them`,
        ]),
  ];
}
