import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import { askEveryQuery, expectHealthyDatasource } from "../../../commands/e2e/grafana-queries";
import { type ProcessShape, shapeProcesses } from "../../../components/platforms/process/shape";
import { makePlan } from "../../../plan/plan";
import { freePort } from "../../../toolchain/free-port";
import { testTools, unless } from "../../tools";
import { noImports, programs, settingsFrom } from "../planned";

const password = "correct-horse-battery";
const nowhere = "127.0.0.1:9";
const authorization = `Basic ${Buffer.from(`admin:${password}`).toString("base64")}`;
const home = testTools.grafanaHome ?? "";

describe(
  "a real Grafana with its content in files",
  {
    skip:
      unless(testTools.prometheus, "Prometheus") ||
      (testTools.grafanaMissing ?? unless(testTools.grafanaHome, "Grafana")),
  },
  () => {
    const root = mkdtempSync(join(tmpdir(), "real-grafana-"));
    const started: ChildProcess[] = [];
    let url: string;
    let uids: readonly string[];

    before(async () => {
      const [prometheusPort, grafanaPort] = [await freePort(), await freePort()];
      const settings = settingsFrom({
        // What fills every board; that nothing answers there makes no difference to a query.
        targets: {
          chatqna: { via: "host", hardware: "gaudi", engine: "vllm" },
          static: [
            { job: "tgi", address: nowhere },
            { job: "qdrant", address: nowhere, component: "vectorstore" },
            { job: "machines", address: nowhere, component: "host" },
            { job: "cards", address: nowhere, component: "accelerator" },
          ],
        },
        prometheus: { port: prometheusPort },
        grafana: { port: grafanaPort, adminPassword: "a", secretKey: "b" },
      });
      const found = programs("2.42.0");
      const plan = makePlan(settings, {
        stack: "local",
        dashboards: noImports,
        programs: {
          ...found,
          prometheus: { ...found.prometheus, path: testTools.prometheus ?? "" },
          grafana: {
            name: "grafana",
            path: join(home, "bin", "grafana"),
            leadingArgs: ["server", `--homepath=${home}`],
            version: "",
          },
        },
      });
      uids = plan.content?.dashboards.map(({ uid }) => uid) ?? [];
      url = `http://127.0.0.1:${grafanaPort}`;
      const shapes = shapeProcesses(plan.workloads, root);
      for (const shape of shapes) {
        if (["prometheus", "grafana"].includes(shape.workload.name)) started.push(start(shape));
      }
      await answers(`http://127.0.0.1:${prometheusPort}/-/ready`);
      await answers(`${url}/api/health`);
      // It serves before it has read all its boards.
      for (const uid of uids) await answers(`${url}/api/dashboards/uid/${uid}`);
    });
    after(async () => {
      for (const child of started) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        const end = once(child, "exit");
        child.kill("SIGTERM");
        await end;
      }
      rmSync(root, { recursive: true });
    });

    it("reaches Prometheus by the datasource", async () => {
      await expectHealthyDatasource({ url, password });
    });

    it("has every board, and Prometheus answer every query on them", async () => {
      const { dashboards, queries } = await askEveryQuery({ url, password });
      assert.equal(dashboards, uids.length);
      assert.ok(queries > uids.length, `${queries} queries`);
    });

    it("finds all that it looks for", () => {
      const log = readFileSync(join(root, "grafana.log"), "utf8");
      assert.match(log, /logger=provisioning/);
      const told = log
        .split("\n")
        .filter((line) => /^logger=provisioning\S* .*level=[we]/.test(line));
      assert.deepEqual(told, []);
    });

    function start({ workload, files, directories, program, args }: ProcessShape): ChildProcess {
      for (const { path } of directories) mkdirSync(path, { recursive: true });
      for (const { path, content } of files) {
        mkdirSync(dirname(path), { recursive: true });
        const texts = content.map((part) => (typeof part === "string" ? part : password));
        writeFileSync(path, texts.join(""));
      }
      const log = openSync(join(root, `${workload.name}.log`), "a");
      return spawn(program, args, { cwd: root, stdio: ["ignore", log, log] });
    }

    async function answers(address: string): Promise<void> {
      const deadline = Date.now() + 120_000;
      while (Date.now() < deadline) {
        const ended = started.find(({ exitCode }) => exitCode !== null);
        if (ended !== undefined) break;
        const response = await fetch(address, { headers: { authorization } }).catch(
          () => undefined,
        );
        await response?.body?.cancel();
        if (response?.ok === true) return;
        await setTimeout(100);
      }
      throw new Error(
        `${address} does not answer:\n${readFileSync(join(root, "grafana.log"), "utf8")}`,
      );
    }
  },
);
