/** Label names and values of a series; the order counts where the server keeps it. */
export type Labels = Readonly<Record<string, string>>;

export const noLabels: Labels = {};

/** `{a="b",c="d"}` in the order given, and nothing for no labels. */
export function writeLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escape(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

/** The same labels by name, as prometheus_client writes them. */
export function byName(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function escape(value: string): string {
  return value.replace(/[\\\n"]/g, (character) => (character === "\n" ? "\\n" : `\\${character}`));
}
