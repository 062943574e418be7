import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseExposition, samplesOf } from "../../../../simulator/replay/exposition";

/** What all bodies recorded of one server say of its metrics. */
export interface RecordedServer {
  /** By the name in the TYPE line. */
  readonly types: ReadonlyMap<string, string>;
  /** By the name of the series: the sets of labels, each as `a,b`. */
  readonly labels: ReadonlyMap<string, ReadonlySet<string>>;
  /** By the name of the family: the finite upper bounds as written, in their order. */
  readonly bounds: ReadonlyMap<string, readonly number[]>;
}

const root = join(__dirname, "../../../..");
const directories = ["simulator/replay/recorded", "test/dashboards/recorded"];

/** @param prefix of the files: `tgi-3.3.7` */
export function recordedServer(prefix: string): RecordedServer {
  const types = new Map<string, string>();
  const labels = new Map<string, Set<string>>();
  const bounds = new Map<string, Set<number>>();
  for (const body of bodiesOf(prefix)) {
    for (const [, name = "", type = ""] of body.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
      types.set(name, type);
    }
    for (const { written, name, family, role } of samplesOf(parseExposition(body))) {
      const pairs = [...written.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
      const names = pairs.flatMap(([, label = ""]) => (label === "le" ? [] : [label]));
      addTo(labels, name, names.sort().join());
      const le = Number(pairs.find(([, label]) => label === "le")?.[2] ?? NaN);
      if (role === "bucket" && Number.isFinite(le)) addTo(bounds, family, le);
    }
  }
  const inOrder = [...bounds].map(
    ([name, found]) => [name, [...found].sort((a, b) => a - b)] as const,
  );
  return { types, labels, bounds: new Map(inOrder) };
}

/** Those that a scraper gets: the files `promaccept` are other formats of the same. */
function bodiesOf(prefix: string): readonly string[] {
  return directories.flatMap((directory) =>
    readdirSync(join(root, directory))
      .filter((file) => file.startsWith(`${prefix}-`) && file.endsWith(".prom"))
      .filter((file) => !file.includes("promaccept"))
      .map((file) => readFileSync(join(root, directory, file), "utf8")),
  );
}

function addTo<Value>(sets: Map<string, Set<Value>>, key: string, value: Value): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}
