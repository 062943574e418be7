import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import { type PanelQuery, queriesOf, variablesOf } from "../../dashboards/dashboard-json";
import { isObject, type JsonObject } from "../../dashboards/json";
import { tgiBoard } from "../../dashboards/tgi";
import { testTools, unless } from "../tools";
import { type ScrapingPrometheus, startScrapingTgi } from "./scraping-prometheus";

/** Queries without data in a healthy server, with the reason. */
const mayBeEmpty: ReadonlyMap<string, string> = new Map([
  ["Requests B", "tgi_request_failure appears with the first failure, and none is played"],
]);

describe(
  "every query of the TGI board",
  { skip: unless(testTools.prometheus, "Prometheus") },
  () => {
    let prometheus: ScrapingPrometheus;
    before(async () => {
      prometheus = await startScrapingTgi(testTools.prometheus ?? "", [
        "tgi-2.4.0-v3",
        "tgi-3.3.7",
      ]);
    });
    after(async () => {
      await prometheus.stop();
    });

    /** The names of the queries that have no value but NaN, once all others had one. */
    async function emptyFor(instance: string): Promise<readonly string[]> {
      const choice = { job: "tgi", instance };
      let empty = queriesOf(tgiBoard()).map((query) => ({ query, name: nameOf(query) }));
      const deadline = Date.now() + 30_000;
      while (Date.now() < deadline) {
        const answered = await Promise.all(
          empty.map(async (each) => ({
            each,
            has: (await prometheus.query(filled(each.query.expr, choice))).some(isNumber),
          })),
        );
        empty = answered.filter(({ has }) => !has).map(({ each }) => each);
        if (empty.every(({ name }) => mayBeEmpty.has(name))) break;
        await setTimeout(200);
      }
      return empty.map(({ name }) => name);
    }

    it("has data from all replicas", async () => {
      assert.deepEqual(await emptyFor(".+"), [...mayBeEmpty.keys()]);
    });

    it("has data from each version of TGI alone", async () => {
      for (const { instance } of prometheus.replicas) {
        assert.deepEqual(await emptyFor(instance), [...mayBeEmpty.keys()], instance);
      }
    });

    it("has nothing to show for a job that does not exist", async () => {
      const values = await prometheus.query(
        filled('sum(up{job=~"$job", instance=~"$instance"})', { job: "none", instance: ".+" }),
      );
      assert.deepEqual(values, []);
    });

    it("adds up the two replicas", async () => {
      const expr = exprOf("Replicas up");
      assert.deepEqual(await prometheus.query(filled(expr, { job: "tgi", instance: ".+" })), ["2"]);
    });

    it("finds the job by its variable", async () => {
      const [inner] = queryTexts("job").map((text) => /^query_result\((.*)\)$/.exec(text)?.[1]);
      assert.ok(inner !== undefined, "the job variable asks no query_result");
      assert.deepEqual(await prometheus.query(inner), ["1"]);
    });
  },
);

function nameOf({ title, refId }: PanelQuery): string {
  return `${title} ${refId}`;
}

function exprOf(title: string): string {
  const query = queriesOf(tgiBoard()).find((each) => each.title === title);
  assert.ok(query !== undefined, `no panel "${title}"`);
  return query.expr;
}

function queryTexts(name: string): readonly string[] {
  return variablesOf(tgiBoard())
    .filter((variable: JsonObject) => variable["name"] === name)
    .map(({ query }) =>
      isObject(query) && typeof query["query"] === "string" ? query["query"] : "",
    );
}

/** As Grafana fills it in; the window is a little over four scrapes, as `$__rate_interval` is. */
function filled(expr: string, { job, instance }: { job: string; instance: string }): string {
  return expr
    .replaceAll("$job", job)
    .replaceAll("$instance", instance)
    .replaceAll("$__rate_interval", "10s");
}

function isNumber(value: string): boolean {
  return Number.isFinite(Number(value));
}
