import { isList, isObject, type Json, type JsonObject, textOf } from "../json";
import type { Changes } from "./changes";
import { ImportError } from "./import-error";

/** Grafana's largest boards stay far below; a data dump does not. */
export const largestDashboard = 5 * 1024 * 1024;

/**
 * Reads a classic dashboard, also as Grafana's API wraps it.
 * @throws ImportError
 */
export function readDashboard(text: string, source: string, changes: Changes): JsonObject {
  const value = parse(text, source);
  if (!isObject(value)) {
    throw new ImportError(`${source} is no dashboard: it holds ${kindOf(value)}, not an object.`);
  }
  refuseResource(value, source);
  const { dashboard: wrapped } = value;
  if (isObject(wrapped)) {
    changes.note("took the dashboard out of the answer of Grafana's API", "dashboard");
    return checked(wrapped, source);
  }
  return checked(value, source);
}

function parse(text: string, source: string): Json {
  const size = Buffer.byteLength(text);
  if (size > largestDashboard) throw tooLarge(source, size);
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const page = /^\s*</.test(text)
      ? " It looks like a web page: give the address of the JSON itself (on GitHub: Raw)."
      : "";
    throw new ImportError(`${source} is not JSON: ${reason}.${page}`);
  }
}

export function tooLarge(source: string, size?: number): ImportError {
  const found = size === undefined ? "more than" : `${(size / 1024 / 1024).toFixed(1)} MB, over`;
  return new ImportError(`${source} has ${found} 5 MB: a dashboard is smaller. Is it the file?`);
}

function refuseResource(value: JsonObject, source: string): void {
  const apiVersion = textOf(value["apiVersion"]);
  const isV2 = isObject(value["elements"]) && value["layout"] !== undefined;
  if (apiVersion === undefined && !isV2) return;
  throw new ImportError(
    `${source} is a dashboard in Grafana's new schema (${apiVersion ?? "v2: elements and layout"}). ` +
      "Only classic dashboards can be imported: export it in Grafana as JSON, model Classic.",
  );
}

function checked(dashboard: JsonObject, source: string): JsonObject {
  const { title, panels, rows } = dashboard;
  const missing = [
    ...((textOf(title) ?? "") ? [] : ["a title"]),
    ...(isList(panels) || isList(rows) ? [] : ["panels"]),
  ];
  if (missing.length === 0) return dashboard;
  const found = Object.keys(dashboard).slice(0, 6).join(", ");
  throw new ImportError(
    `${source} is no dashboard: it lacks ${missing.join(" and ")}. Found: ${found === "" ? "nothing" : found}.`,
  );
}

function kindOf(value: Json): string {
  if (value === null) return "null";
  return isList(value) ? "a list" : `a ${typeof value}`;
}
