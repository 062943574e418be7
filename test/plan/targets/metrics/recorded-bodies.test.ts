import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { measuredServers } from "../../../../plan/targets/metrics/catalogue";
import {
  type MeasuredServer,
  type MetricFamily,
  familiesOf,
  labelsOf,
  seriesNames,
} from "../../../../plan/targets/metrics/family";
import { type RecordedServer, recordedServer } from "./recorded-server";

/** Server and release of the catalogue, and the beginning of the names of the recorded bodies. */
const recordings: readonly (readonly [server: string, version: string, files: string])[] = [
  ["tgi", "2.4", "tgi-2.4.0-v3"],
  ["tgi", "3.3", "tgi-3.3.7"],
  ["vllm", "0.10.2", "vllm-0.10.2"],
  ["vllm", "0.33", "vllm-0.33.0"],
  ["tei-embedding", "1.9", "tei-embed-1.9.3"],
  ["tei-reranking", "1.9", "tei-rerank-1.9.3"],
  ["megaservice", "1.5", "opea-megaservice-1.5"],
  ["microservice", "1.5", "opea-retriever-1.5"],
  ["microservice", "1.5", "opea-dataprep-1.5"],
  ["redis-exporter", "1.88", "redis-exporter-1.88.0"],
  ["node-exporter", "1.5", "node-exporter-1.5.0"],
];

/** No board reads when a series began, nor Python's garbage collector. */
const leftOut = /_created$|^python_/;
/** Of these the recorded bodies hold what the boards read, and no more. */
const cutRecordings = ["node-exporter"];
/** One label for each field of a configuration, which differs in every release. */
const openLabels = ["vllm:cache_config_info"];

for (const [name, version, files] of recordings) {
  const server = measuredServers.find((one) => one.name === name);
  assert.ok(server !== undefined, `no ${name} in the catalogue`);
  const recorded = recordedServer(files);
  const families = familiesOf(server, version);

  describe(`the catalogue of ${server.title} ${version}, against ${files}`, () => {
    for (const family of families) {
      it(`has ${family.name} as it was recorded`, (context) => {
        if (recorded.types.get(family.name) === undefined && family.appears !== undefined) {
          context.skip(`appears ${family.appears}`);
          return;
        }
        assert.deepEqual(differences(server, version, family, recorded), []);
      });
    }

    it("says of no family that it is not there", () => {
      const present = new Set(families.map((family) => family.name));
      const others = server.families.filter((family) => !present.has(family.name));
      assert.deepEqual(
        others.filter((family) => recorded.types.has(family.name)).map((family) => family.name),
        [],
      );
    });

    it("lacks no family that was recorded", () => {
      const present = new Set(families.map((family) => family.name));
      const missing = [...recorded.types.keys()].filter((one) => !present.has(one));
      const counted = cutRecordings.includes(name)
        ? []
        : missing.filter((one) => !leftOut.test(one));
      assert.deepEqual(counted, []);
    });
  });
}

describe("the units of the catalogue", () => {
  it("are those in the names", () => {
    const wrong = measuredServers.flatMap(({ families }) =>
      families.filter(({ name, unit }) => !unitsOf(name).includes(unit)).map(({ name }) => name),
    );
    assert.deepEqual(wrong, []);
  });

  function unitsOf(name: string): readonly string[] {
    const bare = name.replace(/_total$/, "");
    const known = measuredServers
      .flatMap(({ families }) => families)
      .filter((family) => family.name === name)
      .map(({ unit }) => unit);
    if (/_(timestamp|start_time)_seconds$/.test(bare)) return ["unix time"];
    if (bare.endsWith("_seconds")) return ["seconds"];
    return bare.endsWith("_bytes") ? ["bytes"] : known;
  }
});

function differences(
  server: MeasuredServer,
  version: string,
  family: MetricFamily,
  { types, labels, bounds }: RecordedServer,
): readonly string[] {
  const { name, type, buckets = [], bucketsFollow } = family;
  const found = types.get(name);
  if (found !== type) return [`is a ${type}, recorded ${found ?? "not at all"}`];
  const differing = seriesNames(family).flatMap((series) => {
    const wanted = Object.keys(labelsOf(server, version, family))
      .filter((label) => label !== "quantile" || series === name)
      .sort()
      .join();
    const sets = [...(labels.get(series) ?? [])];
    if (openLabels.includes(name)) return sets.length === 1 ? [] : ["has no labels"];
    return sets.length === 1 && sets[0] === wanted
      ? []
      : [`${series} has the labels (${wanted}), recorded (${sets.join(") and (")})`];
  });
  const own = bounds.get(name) ?? [];
  const equal = own.length === buckets.length && own.every((bound, at) => bound === buckets[at]);
  return equal || bucketsFollow !== undefined || type !== "histogram"
    ? differing
    : [...differing, `has the buckets ${buckets.join(" ")}, recorded ${own.join(" ")}`];
}
