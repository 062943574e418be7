import type { NumberNotation } from "../../../simulator/replay/number-notation";
import { writeNumber } from "../../../simulator/replay/number-notation";
import type { Line, Sample } from "../../../simulator/replay/exposition";
import { parseExposition } from "../../../simulator/replay/exposition";
import type { ServerKind, ToleratedDifference } from "./tolerated-differences";
import { toleratedDifferences } from "./tolerated-differences";

const shownDifferences = 20;

export interface Comparison {
  /** One a line, to be read by people; none if the bodies agree. */
  readonly differences: readonly string[];
  /** What had to be tolerated for that. */
  readonly tolerated: ReadonlySet<ToleratedDifference>;
}

export function compareBodies(kind: ServerKind, recorded: string, ours: string): Comparison {
  const notation: NumberNotation = kind === "tgi" || kind === "tei" ? "rust" : "python";
  const tolerated = new Set<ToleratedDifference>();
  const anyOrder = toleratedDifferences.find(
    ({ may, servers }) => may === "order" && servers.includes(kind),
  );
  if (anyOrder !== undefined && recorded !== ours) tolerated.add(anyOrder);
  const lines = (body: string): readonly Line[] =>
    parseExposition(anyOrder === undefined ? body : inOneOrder(body));
  const theirLines = lines(recorded);
  const ourLines = lines(ours);
  const layout = compareLayout(theirLines.map(keyOf), ourLines.map(keyOf));
  if (layout.length > 0) return { differences: shorten(layout), tolerated };

  const counts = valueCounts(theirLines);
  const differences = theirLines.flatMap((theirs, index) => {
    const own = ourLines[index];
    if (theirs.kind === "text" || own === undefined || own.kind === "text") return [];
    const single = (counts.get(theirs.sample.family) ?? 0) <= 1;
    const tolerance = compareValue(kind, theirs.sample, own.sample, single);
    if (tolerance === "different") return pair(withValue(theirs.sample), withValue(own.sample));
    if (tolerance !== "equal") tolerated.add(tolerance);
    return [theirs.sample, own.sample]
      .filter(({ value, valueText }) => writeNumber(value, notation) !== valueText)
      .map((sample) => `  ! not in the notation of ${notation}: ${withValue(sample)}`);
  });
  return { differences: shorten(differences), tolerated };
}

function compareValue(
  kind: ServerKind,
  theirs: Sample,
  ours: Sample,
  single: boolean,
): "equal" | "different" | ToleratedDifference {
  if (theirs.valueText === ours.valueText) return "equal";
  const found = toleratedDifferences.find(
    ({ servers, samples, may, unlessSingle }) =>
      servers.includes(kind) &&
      samples?.test(theirs.name) === true &&
      !(unlessSingle === true && single) &&
      (may === "value" || isRounding(theirs.value, ours.value)),
  );
  return found ?? "different";
}

function isRounding(theirs: number, ours: number): boolean {
  return Math.abs(theirs - ours) <= 1e-9 * Math.abs(theirs);
}

/** How many values each family has had in all its series together. */
function valueCounts(lines: readonly Line[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) {
    if (line.kind === "text" || line.sample.role !== "count") continue;
    const { family, value } = line.sample;
    counts.set(family, (counts.get(family) ?? 0) + value);
  }
  return counts;
}

/** Lines only one side has; if there are none, the first that stands elsewhere. */
function compareLayout(recorded: readonly string[], ours: readonly string[]): readonly string[] {
  const inRecorded = new Set(recorded);
  const inOurs = new Set(ours);
  const missing = recorded.filter((line) => !inOurs.has(line));
  const extra = ours.filter((line) => !inRecorded.has(line));
  if (missing.length + extra.length > 0) {
    return [
      ...missing.map((line) => `  - recorded only: ${line}`),
      ...extra.map((line) => `  + ours only:     ${line}`),
    ];
  }
  const index = recorded.findIndex((line, at) => line !== ours[at]);
  if (index >= 0 || recorded.length !== ours.length) {
    const at = index < 0 ? recorded.length : index;
    return pair(
      `line ${at + 1}: ${recorded[at] ?? "the end"}`,
      `line ${at + 1}: ${ours[at] ?? "the end"}`,
    );
  }
  return [];
}

/** Blocks of families by their names, groups of series by their labels, counters likewise. */
function inOneOrder(body: string): string {
  const blocks = body.split("\n\n").filter((block) => block !== "");
  return blocks
    .map((block) => {
      const lines = block.split("\n");
      const comments = lines.filter((line) => line.startsWith("#"));
      const groups = new Map<string, string[]>();
      for (const line of lines.filter((text) => !text.startsWith("#"))) {
        const group = /\{(.*)\}/.exec(line)?.[1]?.replace(/,?(le|quantile)="[^"]*"/, "") ?? "";
        groups.set(group, [...(groups.get(group) ?? []), line]);
      }
      const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
      return [...comments, ...sorted.flatMap(([, group]) => group), ""].join("\n");
    })
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
    .join("\n");
}

function nameOf(block: string): string {
  return /# TYPE (\S+)/.exec(block)?.[1] ?? "";
}

function keyOf(line: Line): string {
  return line.kind === "text" ? line.text : line.sample.written;
}

function withValue({ written, valueText }: Sample): string {
  return `${written} ${valueText}`;
}

function pair(recorded: string, ours: string): readonly string[] {
  return [`  - recorded: ${recorded}`, `  + ours:     ${ours}`];
}

function shorten(differences: readonly string[]): readonly string[] {
  const more = differences.length - shownDifferences;
  return more > 0
    ? [...differences.slice(0, shownDifferences), `  … and ${more} lines more`]
    : differences;
}
