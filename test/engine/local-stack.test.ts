import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { FoundPrograms } from "../../components/platforms/process/programs";
import { isAlive, listRegistry } from "../../providers/process/registry";
import { testTools, unless } from "../tools";
import { freePort } from "../../toolchain/free-port";
import { type Finished, ProjectCopy } from "./project-copy";

interface PreviewStep {
  readonly op: string;
  readonly urn: string;
}

const services = ["llm", "embedding", "reranking", "retriever", "dataprep", "megaservice"];

describe(
  "stack local, by the real engine",
  { skip: unless(testTools.pulumiDirectory, "pulumi") },
  () => {
    let project: ProjectCopy;
    let ports: readonly number[];
    const prometheus = () => `http://127.0.0.1:${ports[0] ?? 0}`;

    before(async () => {
      project = new ProjectCopy();
      ports = await Promise.all(Array.from({ length: 4 + services.length }, freePort));
    });
    after(async () => {
      await project.command("destroy");
      project.remove();
    });

    const settings = (change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => {
      const addresses = services.map((name, index) => [
        name,
        { address: `127.0.0.1:${ports[index + 2] ?? 0}` },
      ]);
      const simulated = {
        via: "simulator",
        controlPort: ports.at(-2),
        services: Object.fromEntries(addresses) as object,
      };
      return {
        targets: { chatqna: simulated },
        prometheus: { port: ports[0], scrapeInterval: "1s", evaluationInterval: "1s" },
        grafana: { port: ports[1] },
        // Whether this machine has one differs, and so would the number of targets.
        exporters: { node: { enabled: false } },
        ...change,
      };
    };
    /** With other settings of the stand-in. */
    const playedBy = (change: Readonly<Record<string, unknown>>): Record<string, unknown> => {
      const { targets, ...rest } = settings();
      const { chatqna } = targets as { chatqna: object };
      return { ...rest, targets: { chatqna: { ...chatqna, ...change } } };
    };
    const registry = () => join(project.directory, ".local", "stacks", "local", "registry");
    const pids = async () =>
      new Map((await listRegistry(registry())).map(({ name, pid }) => [name, pid]));
    const changes = async (): Promise<readonly string[]> => {
      const { stdout, stderr } = await project.pulumi("preview", "--stack", "local", "--json");
      const start = stdout.indexOf("{");
      assert.ok(start >= 0, `no preview:\n${stdout}${stderr}`);
      const { steps } = JSON.parse(stdout.slice(start)) as { steps: readonly PreviewStep[] };
      return steps
        .filter(({ op }) => op !== "same")
        .map(({ op, urn }) => `${op} ${urn.split("::").slice(-1).join("")}`)
        .sort();
    };

    it("is up with every target after one command", async () => {
      project.settings(settings());
      const { code, stdout, stderr } = await project.command("start");
      assert.equal(code, 0, stdout + stderr);
      assert.match(stdout, /up, 7 of 7 targets up, \d+ rules/);

      const { data } = (await (await fetch(`${prometheus()}/api/v1/targets`)).json()) as {
        data: { activeTargets: readonly { labels: { job: string }; health: string }[] };
      };
      assert.deepEqual(
        data.activeTargets.map(({ labels, health }) => `${labels.job} ${health}`).sort(),
        [
          "chatqna-backend-server up",
          "dataprep-redis-service up",
          "prometheus up",
          "retriever up",
          "tei-embedding up",
          "tei-reranking up",
          "vllm up",
        ],
      );
    });

    it("has nothing to do the second time", async () => {
      const { code, stdout } = await project.pulumi(
        "preview",
        "--stack",
        "local",
        "--expect-no-changes",
      );
      assert.equal(code, 0, stdout);
    });

    it("is the selected stack in a shell prepared as the README says", async () => {
      const { code, stdout, stderr } = await project.pulumi("stack", "output", "prometheusUrl");
      assert.equal(code, 0, stderr);
      assert.equal(stdout.trim(), prometheus());
    });

    it("lists its targets, all or those with a word in them", async () => {
      const all = await project.command("targets", "--json");
      assert.equal((JSON.parse(all.stdout) as readonly unknown[]).length, 7, all.stderr);
      const { code, stdout } = await project.command("targets", "tei-rerank");
      assert.equal(code, 0);
      assert.match(stdout, /tei-reranking +reranking +http:\/\/127\.0\.0\.1:\d+\/metrics +up/);
      assert.doesNotMatch(stdout, /vllm/);
    });

    it("reloads Prometheus for a changed scrape interval, and restarts nothing", async () => {
      project.settings(settings({ prometheus: { port: ports[0], scrapeInterval: "2s" } }));
      const running = await pids();
      assert.deepEqual(await changes(), [
        "update prometheus",
        "update prometheus-prometheus.yml",
        // Evaluated at every fourth evaluation, which follow the scrapes.
        "update prometheus-rules/latency.yml",
        "update prometheus-rules/scraping.yml",
      ]);
      const { code, stdout, stderr } = await project.command("start");
      assert.equal(code, 0, stdout + stderr);
      assert.deepEqual(await pids(), running);
      const { data } = (await (await fetch(`${prometheus()}/api/v1/status/config`)).json()) as {
        data: { yaml: string };
      };
      assert.match(data.yaml, /scrape_interval: 2s/);
    });

    it("restarts only what cannot take a change up otherwise", async () => {
      project.settings(playedBy({ scenario: "surge" }));
      const running = await pids();
      assert.deepEqual(
        (await changes()).filter((change) => change.includes("stand-in")),
        ["replace stand-in", "update stand-in-simulator.json"],
      );
      assert.equal((await project.command("start")).code, 0);
      const now = await pids();
      assert.equal(now.get("prometheus"), running.get("prometheus"));
      assert.notEqual(now.get("stand-in"), running.get("stand-in"));
    });

    it("has what is simulated go through another scenario, without Pulumi", async () => {
      const asked = ["scenario", "overload", "--stack", "local"];
      const { code, stdout, stderr } = await project.command(...asked);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^Scenario overload: /);
      assert.deepEqual(await changes(), []);
    });

    it("plays recorded bodies instead, where the settings say so", async () => {
      const simulator = (await pids()).get("stand-in");
      project.settings(playedBy({ via: "replay", controlPort: undefined }));
      const { code, stdout, stderr } = await project.command("start");
      assert.equal(code, 0, stdout + stderr);
      assert.match(stdout, /recorded bodies play/);
      const playing = await pids();
      assert.deepEqual([...playing.keys()].sort(), ["prometheus", "stand-in"]);
      assert.notEqual(playing.get("stand-in"), simulator);
      project.settings(settings());
    });

    it("starts again what somebody killed", async () => {
      const killed = (await pids()).get("prometheus") ?? 0;
      process.kill(killed, "SIGKILL");
      const { code, stdout, stderr } = await project.command("start");
      assert.equal(code, 0, stdout + stderr);
      assert.notEqual((await pids()).get("prometheus"), killed);
    });

    it("recovers from a killed engine, with no process lost and none twice", async () => {
      const before = await pids();
      process.kill(before.get("stand-in") ?? 0, "SIGKILL");
      await project.killEngineWhen("start", /Process stand-in creating/);
      const { code, stdout, stderr } = await project.command("start");
      assert.equal(code, 0, stdout + stderr);
      assert.match(stderr, /The engine that held the lock of stack local \(pid \d+\) is gone/);
      assert.doesNotMatch(stdout, /pending operations/);
      assert.equal((await pids()).size, 2);
      const again = await project.pulumi("preview", "--expect-no-changes");
      assert.equal(again.code, 0, again.stdout);
    });

    it("measures this machine, where there is a node_exporter, and is reached from it only", async (context) => {
      const port = ports.at(-1) ?? 0;
      project.settings(settings({ exporters: { node: { port } } }));
      const { code, stdout, stderr } = await project.command("start");
      assert.equal(code, 0, stdout + stderr);
      const { nodeExporter } = JSON.parse(project.file(".local/programs.json")) as FoundPrograms;
      if ("missing" in nodeExporter) {
        assert.ok(stdout.includes(nodeExporter.missing), stdout);
        context.skip(nodeExporter.missing);
        return;
      }
      assert.match(stdout, /up, 8 of 8 targets up/);
      const query = "/api/v1/query?query=node_load1";
      const { data } = (await (await fetch(`${prometheus()}${query}`)).json()) as {
        data: { result: readonly { metric: Readonly<Record<string, string>> }[] };
      };
      assert.deepEqual(
        data.result.map(({ metric: { job, component, instance } }) => ({
          job,
          component,
          instance,
        })),
        [
          {
            job: "prometheus-node-exporter",
            component: "host",
            instance: `127.0.0.1:${port}`,
          },
        ],
      );
      const again = await project.pulumi("preview", "--expect-no-changes");
      assert.equal(again.code, 0, again.stdout);
    });

    it("tells wrong settings without touching anything", async () => {
      const running = await pids();
      project.settings(settings({ prometheus: { prot: 1, scrapeInterval: "often" } }));
      const { code, stdout, stderr } = await project.command("start");
      assert.equal(code, 1);
      assert.match(stdout + stderr, /2 problems in the settings/);
      assert.match(stdout + stderr, /Did you mean port\?/);
      assert.doesNotMatch(stdout + stderr, /^\s+at /m, "a stack trace");
      assert.deepEqual(await pids(), running);
    });

    it("names who holds a port that it needs", async () => {
      const holder = createServer();
      const port = await freePort();
      await new Promise<void>((resolve) => holder.listen(port, "127.0.0.1", resolve));
      try {
        project.settings(settings({ prometheus: { port, scrapeInterval: "1s" } }));
        const running = await pids();
        const { code, stdout, stderr } = await project.command("start");
        assert.equal(code, 1);
        assert.match(
          stdout + stderr,
          new RegExp(`port ${port} is taken by process ${process.pid}, node`),
        );
        assert.deepEqual(await pids(), running, "something was stopped or started all the same");
      } finally {
        await new Promise((resolve) => holder.close(resolve));
      }
    });

    it("keeps a secret in the one file made to hold it, readable by its owner only", async () => {
      project.settings(settings());
      const token = "a-token-that-stands-nowhere-else";
      const key = "chatqna-monitoring:prometheus.remoteWrite";
      const set = (field: string, value: string, ...flags: readonly string[]) =>
        project.pulumi("config", "set", "--path", ...flags, `${key}[0].${field}`, value);
      await project.command("env");
      await set("name", "mimir");
      await set("url", "http://127.0.0.1:9/api/v1/push");
      await set("bearerToken", token, "--secret");
      const { code, stdout, stderr } = await project.command("start");
      assert.equal(code, 0, stdout + stderr);
      assert.doesNotMatch(stdout + stderr, new RegExp(token));

      const local = join(project.directory, ".local");
      const files = readdirSync(local, { recursive: true, withFileTypes: true })
        .filter((file) => file.isFile())
        .map((file) => join(file.parentPath, file.name))
        .filter((file) => readFileSync(file, "utf8").includes(token));
      const holder = join(local, "stacks/local/prometheus/config/secrets/remote-write-mimir");
      assert.deepEqual(files, [holder]);
      assert.equal(statSync(holder).mode & 0o777, 0o600);
      const preview = await project.pulumi("preview", "--json", "--diff");
      assert.doesNotMatch(preview.stdout, new RegExp(token));
      await project.pulumi("config", "rm", "--path", key);
    });

    it("is gone after destroy, twice in a row", async () => {
      const running = await listRegistry(registry());
      const expectGone = async ({ code, stdout, stderr }: Finished) => {
        assert.equal(code, 0, stdout + stderr);
        for (const entry of running)
          assert.equal(await isAlive(entry), false, `${entry.name} runs on`);
        assert.equal(existsSync(join(project.directory, ".local")), false);
      };
      await expectGone(await project.command("destroy"));
      await assert.rejects(fetch(`${prometheus()}/-/ready`), "Prometheus still answers");
      await expectGone(await project.command("destroy"));
    });
  },
);
