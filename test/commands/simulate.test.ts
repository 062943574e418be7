import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, describe, it } from "node:test";
import { readSimulateOptions } from "../../commands/simulator/simulate-options";
import { scenarioNames } from "../../simulator/scenarios/scenario-names";

const project = join(__dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "simulate-"));
const running = new Set<ChildProcess>();
const timeout = 60_000;

afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});
after(() => {
  rmSync(folder, { recursive: true });
});

/** `npm run <args>` without npm. */
function start(...args: readonly string[]) {
  const child = spawn(process.execPath, ["toolchain/run.mjs", ...args], { cwd: project });
  running.add(child);
  const told = { output: "", errors: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (told.output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (told.errors += text));
  const exit = once(child, "close").then(([code]) => code as number | null);
  return { child, told, exit };
}

async function run(...args: readonly string[]) {
  const { told, exit } = start(...args);
  return { code: await exit, ...told };
}

/** Starts a simulator at free ports. @returns it and where it is asked */
async function simulate(...args: readonly string[]) {
  const simulator = start("simulate", "--any-ports", "--control-port", "0", ...args);
  const { child, told, exit } = simulator;
  while (!told.output.includes("Ctrl-C")) {
    assert.equal(child.exitCode, null, told.errors);
    await Promise.race([once(child.stdout, "data"), exit]);
  }
  const [, control = ""] = /^control +(http\S+)\/state$/m.exec(told.output) ?? [];
  return { ...simulator, control };
}

describe("npm run simulate", () => {
  it("tells its options and scenarios", { timeout }, async () => {
    const { code, output } = await run("simulate", "--help");
    assert.equal(code, 0);
    for (const name of scenarioNames) assert.ok(output.includes(`\n    ${name} `), name);
  });

  it("serves, takes another scenario, and ends with 0 at Ctrl-C", { timeout }, async () => {
    const { child, told, exit, control } = await simulate("--scenario", "idle", "--no-rerank");
    assert.match(told.output, /^llm +http:\/\/127\.0\.0\.1:\d+\/metrics$/m);
    assert.doesNotMatch(told.output, /^reranking/m);
    assert.match(told.output, /^Scenario idle\./m);

    const first = await run("scenario", "--control", control);
    assert.match(first.output, /^Scenario idle: 0\.00 questions a second, 5000 documents\.$/m);
    const second = await run("scenario", "engine-down", "--rate", "2", "--control", control);
    assert.equal(second.code, 0, second.errors);
    assert.match(second.output, /^Scenario engine-down: 2\.00 questions a second/m);
    assert.match(second.output, /^ {2}llm .* down$/m);

    child.kill("SIGINT");
    assert.equal(await exit, 0);
    const gone = await run("scenario", "--control", control);
    assert.equal(gone.code, 1);
    assert.match(gone.errors, /^No simulator answers at \S+ \(.*\)\. Start one with npm start /);
  });

  it("names who cannot have its port, and leaves nothing running", { timeout }, async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
    try {
      const port = String((holder.address() as AddressInfo).port);
      const { code, errors } = await run("simulate", "--any-ports", "--control-port", port);
      assert.equal(code, 1);
      assert.equal(
        errors,
        `127.0.0.1:${port} for the control port: the port is taken; choose another one or stop what holds it\n`,
      );
    } finally {
      await new Promise((resolve) => holder.close(resolve));
    }
  });

  it("writes a history of several scenarios, the same for the same seed", { timeout }, async () => {
    const write = async (seed: string): Promise<string> => {
      const file = join(folder, `${seed}.om`);
      const { code, output, errors } = await run(
        ...["simulate", "--history", file, "--start", "2026-01-31T08:00:00Z", "--seed", seed],
        ...["--scenario", "steady:3m", "--scenario", "engine-down:1m"],
      );
      assert.equal(code, 0, errors);
      assert.match(output, /from 2026-01-31T08:00:00Z to 2026-01-31T08:04:00Z\.$/m);
      return readFileSync(file, "utf8");
    };
    const text = await write("1");
    const up = [...text.matchAll(/^up\{job="vllm",\S*instance="127\.0\.0\.1:9009"\S*\} (\d) /gm)];
    assert.deepEqual(
      up.map(([, value]) => value),
      [...Array<string>(12).fill("1"), ...Array<string>(4).fill("0")],
    );
    assert.match(text, /^vllm:num_requests_running\{.*component="llm".*\} /m);
    assert.ok(text.endsWith("# EOF\n"));
    rmSync(join(folder, "1.om"));
    assert.ok(text === (await write("1")), "the second history differs");
    assert.ok(text !== (await write("2")), "another seed makes no difference");
  });

  it("says where a history cannot be written", { timeout }, async () => {
    const file = join(folder, "missing", "history.om");
    const { code, errors } = await run("simulate", "--history", file, "--scenario", "idle:1m");
    assert.equal(code, 1);
    assert.match(errors, /history\.om cannot be written: .*ENOENT/);
    assert.ok(!existsSync(file));
  });

  it("tells a stack that watches no simulator", { timeout }, async () => {
    const { code, errors } = await run("simulate", "--stack", "dev");
    assert.equal(code, 1);
    assert.match(errors, /^Stack dev watches no simulator: /);
    const other = await run("scenario", "--stack", "nowhere");
    assert.match(other.errors, /^There are no settings of a stack nowhere: /);
  });
});

describe("the options of npm run simulate", () => {
  for (const [args, words] of [
    [["--scenario", "overlod"], /There is no scenario "overlod"\. Did you mean overload\?/],
    [["--scenario", "idle", "--scenario", "steady"], /can be given once only/],
    [["--scenario", "steady:5h"], /a time means something with --history only/],
    [["--history", "x", "--scenario", "steady:5s"], /must be between 1m and 30d/],
    [["--replicas", "0"], /--replicas must be a whole number, 1 to 1000, found "0"/],
    [["--rate", "much"], /--rate must be a number above 0, up to 1000, found "much"/],
    [["--bind", "localhost"], /--bind must be an IP address of this machine, found "localhost"/],
    [["--control-port", "70000"], /--control-port must be a whole number, 0 to 65535/],
    [["--start", "noon"], /--start must be a time as 2026-01-31T08:00:00Z, found "noon"/],
    [["--stack", "dev", "--rate", "2"], /--stack takes everything from the settings of stack dev/],
    [["--tpu"], /Unknown option '--tpu'/],
  ] as const) {
    it(`refuse ${args.join(" ")}`, () => {
      assert.throws(() => readSimulateOptions(args), words);
    });
  }
});
