import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { MetricType } from "../../../../plan/targets/metrics/family";
import { recordedFolder } from "../../../../simulator/replay/read-timeline";

/** What bodies of one release say of a metric. */
export interface RecordedFamily {
  /** Absent where the bodies were kept without their comments. */
  readonly type?: MetricType;
  /** Values by label, `le` left out. */
  readonly labels: ReadonlyMap<string, ReadonlySet<string>>;
  /** The finite upper bounds of its buckets, smallest first. */
  readonly buckets: readonly number[];
}

/** The families of all bodies whose file begins with a prefix, together. */
export function recordedFamilies(
  prefix: string,
  folder: string = recordedFolder,
): ReadonlyMap<string, RecordedFamily> {
  const lines = readdirSync(folder)
    .filter((file) => file.startsWith(prefix) && file.endsWith(".prom"))
    .flatMap((file) => readFileSync(join(folder, file), "utf8").split("\n"));
  const types = new Map(
    lines.flatMap((line) => {
      const [, name, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, type as MetricType] as const];
    }),
  );
  const series = [...new Set(lines.flatMap((line) => /^([a-z_:]\S*) \S+$/i.exec(line)?.[1] ?? []))];
  const untyped = series.map(nameOf).filter((name) => !types.has(name));
  return new Map([
    ...[...types].map(([name, type]) => [name, familyOf(name, type, series)] as const),
    ...(types.size > 0 ? [] : untyped).map(
      (name) => [name, familyOf(name, undefined, series)] as const,
    ),
  ]);
}

function familyOf(
  name: string,
  type: MetricType | undefined,
  series: readonly string[],
): RecordedFamily {
  const own = series.filter((written) => nameIn(written, type) === name);
  const labels = new Map<string, Set<string>>();
  const edges = new Set<number>();
  for (const written of own) {
    for (const [, label = "", value = ""] of written.matchAll(/(\w+)="((?:\\.|[^"\\])*)"/g)) {
      if (label === "le") edges.add(Number(value));
      else labels.set(label, (labels.get(label) ?? new Set()).add(value));
    }
  }
  const finite = [...edges].filter(Number.isFinite).sort((one, other) => one - other);
  return { ...(type !== undefined && { type }), labels, buckets: finite };
}

function nameOf(written: string): string {
  return written.split("{")[0] ?? "";
}

function nameIn(written: string, type: MetricType | undefined): string {
  const name = nameOf(written);
  return type === "histogram" || type === "summary"
    ? name.replace(/_(bucket|sum|count)$/, "")
    : name;
}
