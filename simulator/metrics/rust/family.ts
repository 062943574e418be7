/** A metric of the `metrics` crate's Prometheus exporter, with all its series. */
export interface RustFamily {
  /**
   * Adds the lines of the family: HELP if the server describes it, TYPE, samples, an empty line.
   * None at all before its first update: the exporter does not know a metric earlier.
   */
  write(lines: string[], at: number): void;
}

export type RustType = "counter" | "gauge" | "histogram" | "summary";

export function headerOf(name: string, type: RustType, help: string | undefined): string {
  const typeLine = `# TYPE ${name} ${type}`;
  return help === undefined ? typeLine : `# HELP ${name} ${help}\n${typeLine}`;
}

/**
 * The whole body. The real exporter writes families and series in the order of a hash table, new
 * at every scrape; here the order stays, so that equal histories give equal bytes.
 */
export function writeRustBody(families: readonly RustFamily[], at: number): string {
  const lines: string[] = [];
  for (const family of families) family.write(lines, at);
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}
