import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import {
  type MeasuredServer,
  type MetricFamily,
  familiesOf,
  labelsOf,
} from "../../../../plan/targets/metrics/family";
import { nodeExporter } from "../../../../plan/targets/metrics/machine";
import { megaservice, microservice } from "../../../../plan/targets/metrics/opea";
import { teiEmbedding, teiReranking } from "../../../../plan/targets/metrics/tei";
import { tgi } from "../../../../plan/targets/metrics/tgi";
import { redis } from "../../../../plan/targets/metrics/vectorstores";
import { vllm } from "../../../../plan/targets/metrics/vllm";
import { type RecordedFamily, recordedFamilies } from "./recorded-families";

const machines = join(__dirname, "../../../dashboards/recorded");

/** Bodies of real servers: the release in the catalogue, and how their files are called. */
const recorded: readonly (readonly [MeasuredServer, string, prefix: string, folder?: string])[] = [
  [tgi, "2.4", "tgi-2.4.0-v3-"],
  [tgi, "3.3", "tgi-3.3.7-"],
  [vllm, "0.10.2", "vllm-0.10.2-"],
  [vllm, "0.33", "vllm-0.33.0-"],
  [teiEmbedding, "1.9", "tei-embed-1.9.3-"],
  [teiReranking, "1.9", "tei-rerank-1.9.3-"],
  [megaservice, "1.5", "opea-megaservice-1.5-"],
  [microservice, "1.5", "opea-retriever-1.5-"],
  [microservice, "1.5", "opea-dataprep-1.5-"],
  [redis, "1.88", "redis-exporter-1.88.0-", machines],
  [nodeExporter, "1.5", "node-exporter-1.5.0-", machines],
];

/** Labels whose values are a deployment's or a client's own. */
const ownValues = [
  "model_name",
  "handler",
  "device",
  "mountpoint",
  "fstype",
  "cpu",
  "cmd",
  "db",
  "block_size",
  "num_gpu_blocks",
];

/** What the catalogue says and the bodies do not, in words. */
function differences(
  family: MetricFamily,
  expected: Readonly<Record<string, readonly string[]>>,
  found: RecordedFamily | undefined,
): readonly string[] {
  const { name, type, buckets = [], bucketsBy, appears } = family;
  if (found === undefined) return appears === undefined ? [`${name} is in no body`] : [];
  const has = [...found.labels.keys()];
  const names = Object.keys(expected);
  // Of what tells a configuration we have what is read, not all.
  const shown = family.unit === "constant 1" ? has.filter((label) => names.includes(label)) : has;
  return [
    ...(found.type === undefined || found.type === type
      ? []
      : [`${name} is a ${found.type}, not a ${type}`]),
    ...unequal(`${name}: labels`, shown, names),
    ...[...found.labels].flatMap(([label, values]) =>
      ownValues.includes(label) || (label === "method" && has.includes("handler"))
        ? []
        : [...values]
            .filter((value) => expected[label]?.includes(value) === false)
            .map((value) => `${name}: ${label} can be ${value}`),
    ),
    ...(bucketsBy === undefined
      ? unequal(`${name}: buckets`, found.buckets.map(rounded), buckets.map(rounded))
      : []),
  ];
}

function unequal(
  what: string,
  found: readonly string[],
  expected: readonly string[],
): readonly string[] {
  const [left, right] = [found, expected].map((names) => [...names].sort().join(", "));
  return left === right ? [] : [`${what} are [${left ?? ""}], not [${right ?? ""}]`];
}

/** Servers write a product as floating point leaves it. */
function rounded(edge: number): string {
  return edge.toPrecision(6);
}

describe("the catalogue of metrics", () => {
  for (const [server, version, prefix, folder] of recorded) {
    it(`says of ${server.title} ${version} what ${prefix}* show`, () => {
      const bodies = recordedFamilies(prefix, folder);
      assert.ok(bodies.size > 5, `${bodies.size} families in ${prefix}*`);
      const found = familiesOf(server, version).flatMap((family) =>
        differences(family, labelsOf(server, version, family), bodies.get(family.name)),
      );
      assert.deepEqual(found, []);
    });
  }
});
