import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import type { LiveSimulation } from "../../../simulator/live/live-simulation";
import { urlOf } from "../../../simulator/live/overview";
import type { ScenarioName } from "../../../simulator/scenarios/scenario-names";
import { type ScrapingPrometheus, startScraping } from "../../dashboards/scraping-prometheus";
import { testTools, unless } from "../../tools";
import { post, startLive } from "../simulated-deployment";

/** Each figure is there within seconds; a machine that does other things as well may need longer. */
const timeout = 240_000;

/** What people look at, as boards and alerts ask for it. */
const figures = {
  queue: "sum(vllm:num_requests_waiting)",
  firstToken: perRequest("vllm:time_to_first_token_seconds"),
  search: perRequest("http_request_duration_seconds", '{job="retriever",handler="/v1/retrieval"}'),
  failing: 'sum(rate(http_requests_total{job="megaservice",status="5xx"}[10s]))',
  reranked: 'sum(rate(te_predict_count{job="reranking"}[10s]))',
  asked: 'sum(rate(te_request_count{job="embedding"}[10s]))',
  up: 'sum(up{job="llm"})',
} as const;
type Figure = keyof typeof figures;

function perRequest(histogram: string, labels = ""): string {
  const rate = (part: string): string => `sum(rate(${histogram}_${part}${labels}[10s]))`;
  return `${rate("sum")} / ${rate("count")}`;
}

describe(
  "scenarios as a real Prometheus sees them",
  { skip: unless(testTools.prometheus, "prometheus"), timeout },
  () => {
    let simulation: LiveSimulation;
    let prometheus: Omit<ScrapingPrometheus, "replicas">;

    before(async () => {
      simulation = await startLive({ hardware: "xeon", clients: true });
      const groups = simulation.services.map(({ slot, address }) => ({
        job: slot.name,
        target: `${address.host}:${address.port}`,
        path: "/metrics",
        labels: {},
      }));
      prometheus = await startScraping(testTools.prometheus ?? "", groups, () =>
        simulation.close(),
      );
    });
    after(() => prometheus.stop());

    const play = async (scenario: ScenarioName): Promise<void> => {
      const answer = await post(`${urlOf(simulation.control)}/scenario`, { scenario });
      assert.equal(answer.status, 200);
    };
    const valueOf = async (figure: Figure): Promise<number> =>
      Number((await prometheus.query(figures[figure]))[0] ?? NaN);
    /** Asks until the figure is as it should be. @returns it */
    const until = async (
      figure: Figure,
      isSo: (value: number) => boolean,
      signal: AbortSignal,
    ): Promise<number> => {
      for (;;) {
        const value = await valueOf(figure);
        if (isSo(value)) return value;
        if (signal.aborted) assert.fail(`${figure} stays ${value}: ${figures[figure]}`);
        await setTimeout(250);
      }
    };
    const calm: Partial<Record<Figure, number>> = {};

    it("steady: no queue, and every answer soon", async ({ signal }) => {
      calm.firstToken = await until("firstToken", (value) => value > 0, signal);
      calm.search = await until("search", (value) => value > 0, signal);
      assert.ok(calm.search < 0.1, `a search takes ${calm.search} s`);
      assert.ok((await valueOf("queue")) < 5);
      assert.equal(await valueOf("up"), 1);
    });

    it("slow-retriever: searches take longer", async ({ signal }) => {
      await play("slow-retriever");
      await until("search", (value) => value > 20 * (calm.search ?? NaN), signal);
    });

    it("overload: the queue grows, and with it the time to the first token", async ({ signal }) => {
      await play("overload");
      await until("queue", (value) => value > 15, signal);
      await until("firstToken", (value) => value > 3 * (calm.firstToken ?? NaN), signal);
    });

    it("cold-start: the queue is gone, and nothing is reranked", async ({ signal }) => {
      await play("cold-start");
      await until("queue", (value) => value < 5, signal);
      await until("reranked", (value) => Number.isNaN(value) || value === 0, signal);
      await until("asked", (value) => value > 0, signal);
    });

    it("engine-down: its target is down, and questions fail", async ({ signal }) => {
      await play("engine-down");
      await until("up", (value) => value === 0, signal);
      await until("failing", (value) => value > 0, signal);
    });

    it("errors: questions fail while everything is up", async ({ signal }) => {
      await play("steady");
      await until("up", (value) => value === 1, signal);
      await until("failing", (value) => value === 0, signal);
      await play("errors");
      await until("failing", (value) => value > 0, signal);
      assert.equal(await valueOf("up"), 1);
    });
  },
);
