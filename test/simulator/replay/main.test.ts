import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, describe, it } from "node:test";

const project = join(__dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "replay-"));
const running = new Set<ChildProcess>();

afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});
after(() => {
  rmSync(folder, { recursive: true });
});

interface Run {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly errors: () => string;
  /** Exit code once all output is read; null if a signal ended it. */
  readonly exit: Promise<number | null>;
}

function run(...args: readonly string[]): Run {
  const child = spawn(
    process.execPath,
    ["--require", "./toolchain/typescript.cjs", "simulator/replay/main.ts", ...args],
    {
      cwd: project,
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  running.add(child);
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const exit = once(child, "close").then(([code]) => code as number | null);
  return { child, output: () => output, errors: () => errors, exit };
}

function configFile(services: readonly object[]): string {
  const path = join(mkdtempSync(join(folder, "run-")), "replay.json");
  writeFileSync(path, JSON.stringify({ requestsPerSecond: 1, services }));
  return path;
}

/** The URL that stands after `word` in the output, once it is there. */
async function told({ child, output, errors }: Run, word: string): Promise<string> {
  for (;;) {
    const url = new RegExp(`^${word} .*?(http://\\S+)$`, "m").exec(output())?.[1];
    if (url !== undefined) return url;
    if (child.exitCode !== null) assert.fail(`ended before it was ready: ${errors()}`);
    await Promise.race([once(child, "close"), child.stdout ? once(child.stdout, "data") : null]);
  }
}

describe("the replay as a program", () => {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    it(`serves until ${signal}, then ends with 0`, { timeout: 60_000 }, async () => {
      const replay = run(
        "--config",
        configFile([{ name: "vllm", recording: "vllm-0.10.2", port: 0 }]),
      );
      const metrics = await told(replay, "vllm");
      assert.match(await (await fetch(metrics)).text(), /^vllm:num_requests_running\{/m);
      // fetch keeps its connections open, which must not keep the replay alive.
      replay.child.kill(signal);
      assert.equal(await replay.exit, 0);
      assert.equal(replay.errors(), "");
      await assert.rejects(fetch(metrics), "it still listens");
    });
  }

  // That it ends by itself means that nothing of it listens any more.
  it("ends with 1 and one line for a taken port", { timeout: 60_000 }, async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    try {
      await once(holder, "listening");
      const { port } = holder.address() as AddressInfo;
      const config = configFile([
        { name: "retriever", recording: "opea-retriever-1.5", port: 0 },
        { name: "tgi", recording: "tgi-3.3.7", port },
      ]);
      const replay = run("--config", config);
      assert.equal(await replay.exit, 1);
      assert.equal(
        replay.errors(),
        `replay: 127.0.0.1:${port} for service "tgi": ` +
          "the port is taken; choose another one or stop what holds it\n",
      );
    } finally {
      holder.close();
    }
  });

  it("tells what is wrong with its arguments and configuration", { timeout: 60_000 }, async () => {
    const wrong = configFile([{ name: "tgi", recording: "tgi", port: 1 }]);
    const missing = join(folder, "missing.json");
    const runs = [run(), run("--config", missing), run("--config", wrong), run("--cofnig", wrong)];
    assert.deepEqual(await Promise.all(runs.map(({ exit }) => exit)), [1, 1, 1, 1]);
    const [none, absent, unknown, option] = runs.map(({ errors }) => errors());
    assert.equal(none, "replay: --config FILE is missing\n");
    assert.equal(absent, `replay: ENOENT: no such file or directory, open '${missing}'\n`);
    assert.ok(unknown?.startsWith(`replay: ${wrong}: services[0].recording: must be one of `));
    assert.match(option ?? "", /^replay: Unknown option '--cofnig'/);
  });
});
