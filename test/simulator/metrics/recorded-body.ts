import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Sample } from "../../../simulator/replay/exposition";
import { parseExposition, samplesOf } from "../../../simulator/replay/exposition";

const folder = join(__dirname, "../../../simulator/replay/recorded");

/** All recorded bodies, by the names of their files without `.prom`. */
export const recordedNames: readonly string[] = readdirSync(folder)
  .filter((file) => file.endsWith(".prom"))
  .map((file) => file.slice(0, -".prom".length));

/** The Content-Type each was served with, as the table in INDEX.md has it. */
export function recordedContentType(name: string): string {
  const index = readFileSync(join(folder, "INDEX.md"), "utf8");
  const row = index.split("\n").find((line) => line.startsWith(`| ${name}.prom |`));
  const contentType = /`(text\/plain[^`]*)`/.exec(row ?? "")?.[1];
  if (contentType === undefined) throw new Error(`INDEX.md does not tell how ${name} was served.`);
  return contentType;
}

/** A body recorded from a real server, to be asked for what went into it. */
export class RecordedBody {
  readonly text: string;
  readonly #samples: ReadonlyMap<string, Sample>;

  constructor(readonly name: string) {
    this.text = readFileSync(join(folder, `${name}.prom`), "utf8");
    this.#samples = new Map(
      samplesOf(parseExposition(this.text)).map((sample) => [sample.series, sample]),
    );
  }

  get samples(): readonly Sample[] {
    return [...this.#samples.values()];
  }

  /** 0 for a series that is not there. `series`: labels by name. */
  value(series: string): number {
    return this.#samples.get(series)?.value ?? 0;
  }

  /**
   * Values that fill the buckets of a histogram as they are in this body and add up to its sum:
   * what the server was given, but for which value in a bucket was whose. In rising order.
   * `labels`: those beside `le`, as `a="b",c="d"`. `whole`: numbers of tokens or requests.
   */
  values(family: string, labels = "", kind: "seconds" | "whole" = "seconds"): readonly number[] {
    const edges = this.buckets(family, labels);
    const suffix = labels === "" ? "" : `{${labels}}`;
    const sum = this.value(`${family}_sum${suffix}`);
    return kind === "whole" ? wholeValues(edges, sum) : fitted(edges, sum);
  }

  /** One for each value: the bucket it fell in. */
  buckets(family: string, labels = ""): readonly Bucket[] {
    const found: { readonly above: number; readonly count: number }[] = [];
    for (const sample of this.#samples.values()) {
      if (sample.name !== `${family}_bucket`) continue;
      const le = /(?:^|[{,])le="([^"]*)"/.exec(sample.series)?.[1] ?? "";
      const others = sample.series
        .slice(sample.name.length + 1, -1)
        .split(/,(?=[a-z_]+=")/)
        .filter((label) => !label.startsWith("le="))
        .join(",");
      if (others !== labels) continue;
      found.push({ above: le === "+Inf" ? Infinity : Number(le), count: sample.value });
    }
    found.sort((a, b) => a.above - b.above);
    let below = { above: 0, count: 0 };
    return found.flatMap((bucket) => {
      const one: Bucket = { from: below.above, to: bucket.above, first: below.above === 0 };
      const inside = bucket.count - below.count;
      below = bucket;
      return Array.from({ length: inside }, () => one);
    });
  }
}

/** A value above `from` (in the first bucket: not below) and not above `to`. */
export interface Bucket {
  readonly from: number;
  readonly to: number;
  readonly first: boolean;
}

/** Values at the same share of the way through their buckets, with such a sum. */
export function fitted(buckets: readonly Bucket[], sum: number): readonly number[] {
  const low = add(buckets.map(({ from }) => from));
  const high = add(buckets.map((bucket) => top(bucket, sum)));
  if (buckets.length === 0) return [];
  const share = (sum - low) / (high - low);
  if (!(share >= 0 && share <= 1)) throw new Error(`No values in these buckets add up to ${sum}.`);
  return buckets.map((bucket) => bucket.from + share * (top(bucket, sum) - bucket.from));
}

function wholeValues(buckets: readonly Bucket[], sum: number): readonly number[] {
  const values = buckets.map(({ from, first }) => (first ? 0 : Math.floor(from) + 1));
  const highest = buckets.map((bucket) => Math.floor(top(bucket, sum)));
  let rest = sum - add(values);
  let room = add(highest) - add(values);
  if (rest < 0 || rest > room)
    throw new Error(`No whole values in these buckets add up to ${sum}.`);
  return values.map((low, index) => {
    const own = (highest[index] ?? low) - low;
    const more = room === own ? rest : Math.round((rest * own) / room);
    rest -= more;
    room -= own;
    return low + more;
  });
}

function top({ to }: Bucket, sum: number): number {
  return to === Infinity ? sum : to;
}

export function add(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
