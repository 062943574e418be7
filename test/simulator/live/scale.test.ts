import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { virtualSimulation } from "../../../simulator/history/virtual-simulation";
import { questionDefaults } from "../../../simulator/servers/megaservice-server";
import { tokensIn } from "../../../simulator/text/tokens";
import {
  duration,
  mean,
  post,
  serviceUrl,
  services,
  startLive,
  virtualConfig,
} from "../simulated-deployment";
import { askSteadily, startProgram } from "./simulator-program";

const [rate, seconds] = [50, 6] as const;
const messages = "What does the retriever do with a question, and how?";

/** Time on the wall is only the simulator's where nothing else wants the processor: not beside tests. */
const unlessAlone =
  process.env["CHATQNA_MONITORING_TEST_WALL_CLOCK"] === undefined &&
  "wants a machine with nothing else to do: CHATQNA_MONITORING_TEST_WALL_CLOCK=1 npm test -- scale";

describe("the simulator at scale", () => {
  it(
    "keeps 50 streams a second in time with the wall",
    { skip: unlessAlone, timeout: 120_000 },
    async (test) => {
      const simulated = { hardware: "gpu", scenario: "idle", clients: false };
      const simulator = await startProgram({ ...simulated, services: services("vllm", 8) });
      const question = { messages, max_tokens: 128, ignore_eos: true };
      const modelled = virtualMean();
      try {
        // What else the machine does at the moment is not what is tested: one good run of three will do.
        // 0.7 to 1.7 % were measured with little else to do, 3.7 % with both processors busy.
        for (let attempt = 1; ; attempt++) {
          const load = { rate, seconds, frames: 129 };
          const measured = mean(await askSteadily(simulator.megaservice, question, load));
          const logged = mean((await simulator.logged()).map(duration));
          const figures = `clients ${measured} s, log ${logged} s, virtual clock ${modelled} s`;
          test.diagnostic(figures);
          if (isNear(measured, logged, 0.02) && isNear(measured, modelled, 0.02)) break;
          assert.ok(attempt < 3, figures);
        }
      } finally {
        simulator.kill();
      }
    },
  );

  it(
    "serves 200 replicas of TGI from one process, each scrape in 5 ms",
    { timeout: 120_000 },
    async () => {
      const simulation = await startLive({ engine: "tgi", replicas: 200, scenario: "idle" });
      try {
        const replicas = simulation.services.filter(({ slot }) => slot.name.startsWith("llm#"));
        assert.equal(replicas.length, 200);
        await Promise.all(
          replicas.map(async ({ slot }) => {
            const url = serviceUrl(simulation, slot.name, "/generate");
            const inputs = { inputs: "Hello there.", parameters: { max_new_tokens: 3 } };
            assert.equal((await post(url, inputs)).status, 200);
          }),
        );
        const costs: number[] = [];
        for (let round = 0; round < 3; round++) {
          for (const { slot } of replicas) {
            const began = process.cpuUsage();
            assert.match(slot.current?.metrics().body ?? "", /^tgi_request_success 1$/m);
            const { user, system } = process.cpuUsage(began);
            costs.push((user + system) / 1000);
          }
        }
        costs.sort((one, other) => one - other);
        const median = costs[costs.length / 2] ?? Infinity;
        assert.ok(median < 5, `${median} ms of processor time`);
      } finally {
        await simulation.close();
      }
    },
  );
});

function isNear(found: number, expected: number, share: number): boolean {
  return Math.abs(found / expected - 1) < share;
}

/** What the model says without any sockets, for the same load. */
function virtualMean(): number {
  const config = virtualConfig("vllm", { hardware: "gpu", services: services("vllm", 8) });
  const { clock, deployment, truth } = virtualSimulation(config);
  const client = {
    token: () => undefined,
    done: () => undefined,
    failed: () => undefined,
    broken: () => undefined,
  };
  for (let index = 0; index < rate * seconds; index++) {
    clock.after(index / rate, () => {
      deployment.slots.megaservice?.current?.ask(
        {
          ...questionDefaults,
          text: { text: "", tokens: tokensIn(messages) },
          maxTokens: 128,
          ignoreEos: true,
          streamed: true,
        },
        client,
      );
    });
  }
  clock.runOut();
  return mean(truth.records().map(duration));
}
