/** The values of a board's variables, by name. */
export type Values = ReadonlyMap<string, readonly string[]>;

/** What `$__rate_interval` is at the scrape interval of the tests, and what a person looks at. */
const windows = { $__rate_interval: "4s", $__range: "30s", $__interval: "1s" };

/** A query as Grafana sends it: the chosen values of a variable are alternatives of a pattern. */
export function filledQuery(expr: string, values: Values): string {
  const withWindows = Object.entries(windows).reduce(
    (text, [name, value]) => text.replaceAll(name, value),
    expr,
  );
  // `$1` in label_replace is PromQL's own.
  return withWindows.replaceAll(/\$([a-z_]+)/g, (_, name: string) => {
    const chosen = values.get(name);
    if (chosen === undefined) throw new Error(`nothing is known of $${name} in ${expr}`);
    return chosen.length === 1 ? escaped(chosen[0] ?? "") : `(${chosen.map(escaped).join("|")})`;
  });
}

function escaped(value: string): string {
  return value.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\\\$&");
}

/**
 * The expression behind a variable's query, whose values are then those of the label.
 * @throws Error for a kind of query that no board has
 */
export function variableExpression(query: string): string {
  const result = /^query_result\((.*)\)$/.exec(query)?.[1];
  if (result !== undefined) return result;
  const [, selector, label] = /^label_values\((.*), (\w+)\)$/.exec(query) ?? [];
  if (selector === undefined || label === undefined) throw new Error(`unknown query: ${query}`);
  return `group by (${label}) (${selector})`;
}
