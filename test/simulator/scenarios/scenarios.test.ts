import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { virtualSimulation } from "../../../simulator/history/virtual-simulation";
import { allSlots } from "../../../simulator/deployment/slots";
import type { ScenarioName } from "../../../simulator/scenarios/scenario-names";
import { writeRecords } from "../../../simulator/truth/truth-log";
import { duration, mean, virtualConfig } from "../simulated-deployment";

/** As `node --expose-gc` has it, without having to start Node so. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}

function play(scenario: ScenarioName, seconds: number, engine: "tgi" | "vllm" = "vllm") {
  const simulation = virtualSimulation(virtualConfig(engine));
  simulation.stage.play(scenario);
  simulation.clock.runUntil(seconds);
  const records = simulation.truth.records();
  return { simulation, records, over: records.filter(({ end }) => end !== undefined) };
}

function body({ simulation }: ReturnType<typeof play>, name: string): string {
  const { slots } = simulation.deployment;
  const slot = [...slots.llm, slots.megaservice, slots.reranking].find((one) => one?.name === name);
  return slot?.current?.metrics().body ?? "";
}

describe("a simulation on the virtual clock", () => {
  it("logs the same, byte for byte, for the same seed, and something else for another", () => {
    const log = (seed: number): string => {
      const { clock, stage, truth } = virtualSimulation(virtualConfig("tgi", { seed }));
      stage.play("errors");
      clock.runUntil(900);
      return writeRecords(truth.records());
    };
    const first = log(1);
    assert.ok(first.split("\n").length > 300, "hardly anything happened");
    assert.equal(first === log(1), true, "the second run differs");
    assert.equal(first === log(2), false, "another seed makes no difference");
  });

  it("does six hours of a whole deployment in less than 20 s", (test) => {
    const began = process.cpuUsage();
    const { records } = play("steady", 6 * 3600);
    const { user, system } = process.cpuUsage(began);
    assert.ok(records.length > 10_000, `${records.length} requests`);
    // Processor time: what else this machine does at the moment is not what is tested.
    const seconds = (user + system) / 1e6;
    test.diagnostic(`${records.length} questions in ${seconds.toFixed(1)} s of processor time`);
    assert.ok(seconds < 20, `${seconds} s`);
  });

  for (const engine of ["tgi", "vllm"] as const) {
    it(`needs no more memory with ${engine} after three hours than after one`, (test) => {
      const { clock, stage, deployment } = virtualSimulation(
        virtualConfig(engine, { truthCapacity: 500 }),
      );
      const megabytesAfter = (hours: number): number => {
        // Everything that can go wrong, as what is left behind then is what leaks.
        stage.play("errors");
        clock.runUntil(hours * 3600);
        for (const slot of allSlots(deployment.slots)) slot.current?.metrics();
        collectGarbage();
        return process.memoryUsage().heapUsed / 1e6;
      };
      const [one, three] = [megabytesAfter(1), megabytesAfter(3)];
      test.diagnostic(`${one.toFixed(1)} MB, then ${three.toFixed(1)} MB`);
      assert.ok(three - one < 2, `${one} MB after one hour, ${three} MB after three`);
    });
  }
});

describe("the scenarios", () => {
  const steady = play("steady", 1200);

  it("steady: all is answered, in the order of the real orchestrator", () => {
    const stages = ["embedding", "retriever", "reranking", "llm"];
    for (const record of steady.over) {
      assert.equal(record.outcome, "ok");
      assert.deepEqual(
        record.stages.map(({ service }) => service),
        stages,
      );
      record.stages.reduce((earlier, later) => {
        assert.ok((earlier.end ?? Infinity) <= later.start, "a stage began before the last ended");
        return later;
      });
    }
  });

  for (const engine of ["tgi", "vllm"] as const) {
    it(`overload: the queue of ${engine} grows and answers take longer`, () => {
      const calm = play("steady", 1200, engine);
      const rush = play("overload", 1200, engine);
      const slower = mean(rush.over.map(duration)) / mean(calm.over.map(duration));
      assert.ok(engine === "tgi" || slower > 3, `only ${slower} times`);
      const waiting =
        engine === "tgi" ? /^tgi_queue_size (\d+)/m : /^vllm:num_requests_waiting\S* (\S+)/m;
      const [few, many] = [calm, rush].map((run) => Number(waiting.exec(body(run, "llm"))?.[1]));
      assert.ok(
        (many ?? 0) >= (few ?? 0) && (engine === "tgi" || (many ?? 0) > 50),
        `${few}, ${many}`,
      );
    });
  }

  it("overload: TGI refuses what is more than it holds, inside of its streams", () => {
    const { over } = play("overload", 1200, "tgi");
    const refused = over.filter(({ stages }) => stages.at(-1)?.status === 429);
    assert.ok(refused.length > 100, `${refused.length} refused`);
    assert.ok(refused.every(({ status, outcome }) => status === 200 && outcome === "failed"));
  });

  it("day: most come at noon and hardly anybody at night, on average as many as in steady", () => {
    // Rare questions, as a day has many seconds.
    const config = virtualConfig("vllm", { requestsPerSecond: 0.05 });
    const simulation = virtualSimulation(config);
    simulation.stage.play("day");
    const rateAt = (hour: number): number => {
      simulation.clock.runUntil(hour * 3600);
      return simulation.load.rate();
    };
    const [night = NaN, ...hours] = Array.from({ length: 24 }, (_, hour) => rateAt(hour));
    const noon = hours[11] ?? NaN;
    assert.ok(noon > 15 * night && noon === Math.max(...hours), `${night} at 0, ${noon} at noon`);
    const usual = virtualSimulation(config);
    usual.stage.play("steady");
    const average = mean([night, ...hours]);
    assert.ok(Math.abs(average / usual.load.rate() - 1) < 0.001, `${average} on average`);
    const arrivals = simulation.truth.records().map(({ arrival }) => arrival);
    const between = (from: number, to: number): number =>
      arrivals.filter((at) => at >= from * 3600 && at < to * 3600).length;
    assert.ok(between(11, 13) > 5 * between(0, 2), "the clients do not follow the rate");
  });

  it("surge: many more come in the last minute of five", () => {
    const { records } = play("surge", 420);
    const arrived = (from: number, to: number): number =>
      records.filter(({ arrival }) => arrival >= from && arrival < to).length / (to - from);
    const [before, during, after] = [arrived(0, 240), arrived(240, 300), arrived(300, 420)];
    assert.ok(during > 3 * before && during > 3 * after, `${before}, ${during}, ${after} a second`);
  });

  it("errors: each service fails, clients make mistakes and go away", () => {
    const run = play("errors", 2400);
    const failedAt = new Set(
      run.over
        .filter(({ outcome }) => outcome === "failed")
        .map(({ stages }) => stages.at(-1)?.service),
    );
    assert.deepEqual([...failedAt].sort(), ["embedding", "llm", "reranking", "retriever"]);
    assert.ok(run.over.some(({ outcome }) => outcome === "abandoned"));
    assert.match(
      body(run, "megaservice"),
      /http_requests_total\{handler="\/v1\/chatqna",method="POST",status="5xx"\} \d/,
    );
    const pending = /^megaservice_request_pending (\S+)/m.exec(body(run, "megaservice"))?.[1];
    assert.ok(Number(pending) > 20, `pending does not leak: ${pending ?? "absent"}`);
  });

  it("engine-down: no connection, and all well again afterwards with counters from 0", () => {
    const run = play("engine-down", 120);
    assert.equal(body(run, "llm"), "");
    assert.ok(
      run.over.every(({ status, stages }) => status === 500 && stages.at(-1)?.status === 0),
    );
    const { stage, clock, truth } = run.simulation;
    const last = run.records.length;
    stage.play("steady");
    clock.runUntil(400);
    assert.ok(truth.records(last).some(({ outcome }) => outcome === "ok"));
    assert.match(body(run, "llm"), /^vllm:num_requests_running/m);
  });

  it("slow-retriever: the search takes a hundred times longer", () => {
    const search = ({ over }: ReturnType<typeof play>): number =>
      mean(
        over.flatMap(({ stages }) =>
          stages
            .filter(({ service }) => service === "retriever")
            .map(({ start, end = start }) => end - start),
        ),
      );
    const times = search(play("slow-retriever", 1200)) / search(steady);
    assert.ok(times > 60 && times < 200, `${times} times`);
  });

  it("cold-start: nothing is reranked, and the reranker shows nothing", () => {
    const run = play("cold-start", 600);
    assert.ok(run.over.length > 50);
    for (const { stages } of run.over) {
      assert.deepEqual(
        stages.map(({ service }) => service),
        ["embedding", "retriever", "llm"],
      );
    }
    assert.equal(body(run, "reranking"), "");
  });
});
