import { writeNumber } from "../../replay/number-notation";

/** A metric of prometheus_client with all its series. */
export interface PythonFamily {
  /** HELP and TYPE stand there from registration on, samples when a series is first used. */
  write(lines: string[]): void;
}

export function writeHeader(
  lines: string[],
  name: string,
  type: "counter" | "gauge" | "histogram" | "summary",
  help: string,
): void {
  lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`);
}

export function sample(written: string, value: number): string {
  return `${written} ${writeNumber(value, "python")}`;
}

/**
 * The `_created` gauges that prometheus_client puts behind a counter, histogram or summary: the
 * Unix time at which each series was first used. Nothing while there is no series.
 */
export function writeCreated(
  lines: string[],
  name: string,
  help: string,
  series: ReadonlyMap<string, { readonly created: number }>,
): void {
  if (series.size === 0) return;
  writeHeader(lines, `${name}_created`, "gauge", help);
  for (const [labels, { created }] of series)
    lines.push(sample(`${name}_created${labels}`, created));
}
