import { variablesOf } from "../dashboard-json";
import { type JsonObject, textOf } from "../json";
import { eachText, type Place } from "./walk";

/** A `${…}` that nothing in Grafana would ever resolve. */
export interface Placeholder {
  readonly path: string;
  readonly text: string;
}

/**
 * The placeholders that a board still has. A variable of the board is none, nor is one of Grafana's
 * own (`${__value.text}`), nor a group of a regular expression (`${1}`).
 */
export function placeholdersIn(dashboard: JsonObject): readonly Placeholder[] {
  const variables = new Set(variablesOf(dashboard).map((variable) => textOf(variable["name"])));
  const found: Placeholder[] = [];
  eachText(dashboard, (text, place) => {
    for (const [whole, content = ""] of text.matchAll(/\$\{([^}]*)\}/g)) {
      if (isUnresolvable(content, place, variables))
        found.push({ path: place.path(), text: whole });
    }
  });
  return found;
}

function isUnresolvable(
  content: string,
  place: Place,
  variables: ReadonlySet<string | undefined>,
): boolean {
  // `${name:csv}`, `${name.field}`
  const [name = ""] = content.split(/[:.]/);
  if (variables.has(name) || name.startsWith("__")) return false;
  // Names that Grafana's export makes, or that no variable can have.
  if (/^(DS|VAR)_/.test(name) || !/^\w+$/.test(name)) return true;
  return ["uid", "datasource"].includes(place.key);
}
