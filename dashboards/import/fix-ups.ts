import type { JsonObject } from "../json";
import { isLabel, isRateWindow, tokensOf } from "../promql-tokens";
import type { Changes } from "./changes";
import { type Place, rewrite } from "./walk";

/** Changes to what the board asks, none of them made unless declared. */
export interface FixUps {
  /** Labels that the series here carry under another name: `{ container: "job" }`. */
  readonly renameLabels?: Readonly<Record<string, string>>;
  /**
   * `rate(x[5m])` becomes `rate(x[$__rate_interval])`, which fits every scrape interval. Mind that
   * `increase(x[1m])` then counts per interval instead of per minute.
   */
  readonly rateInterval?: boolean;
}

export function applyFixUps(dashboard: JsonObject, fixUps: FixUps, changes: Changes): JsonObject {
  const labels = new Map(Object.entries(fixUps.renameLabels ?? {}));
  const windows = fixUps.rateInterval ?? false;
  if (labels.size === 0 && !windows) return dashboard;
  return rewrite(dashboard, (value, place) => {
    if (typeof value !== "string") return value;
    if (place.key === "legendFormat") return renameInLegend(value, labels, place, changes);
    return isQuery(place.key, value) ? fixQuery(value, labels, windows, place, changes) : value;
  });
}

function isQuery(key: string, value: string): boolean {
  return key === "expr" || (["query", "definition"].includes(key) && value.includes("("));
}

function fixQuery(
  expr: string,
  labels: ReadonlyMap<string, string>,
  windows: boolean,
  place: Place,
  changes: Changes,
): string {
  const tokens = tokensOf(expr);
  return tokens
    .map((token, index) => {
      const renamed = isLabel(tokens, index) ? labels.get(token.text) : undefined;
      if (renamed !== undefined) {
        changes.note(`label ${token.text} is now ${renamed}`, place.path());
        return renamed;
      }
      if (!windows || !isRateWindow(token) || token.text.includes("$")) return token.text;
      changes.note(`window ${token.text} is now [$__rate_interval]`, place.path());
      return "[$__rate_interval]";
    })
    .join("");
}

function renameInLegend(
  legend: string,
  labels: ReadonlyMap<string, string>,
  place: Place,
  changes: Changes,
): string {
  return legend.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, label: string) => {
    const renamed = labels.get(label);
    if (renamed === undefined) return whole;
    changes.note(`label ${label} is now ${renamed}`, place.path());
    return `{{${renamed}}}`;
  });
}

/** The windows that are left as they are, for a hint that there is a fix-up. */
export function fixedWindows(dashboard: JsonObject): number {
  let count = 0;
  rewrite(dashboard, (value, { key }) => {
    if (typeof value === "string" && key === "expr") {
      const windows = tokensOf(value).filter(
        (token) => isRateWindow(token) && !token.text.includes("$"),
      );
      count += windows.length;
    }
    return value;
  });
  return count;
}
