import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { stringify } from "yaml";
import { testTools, unless } from "../tools";
import { type Finished, ProjectCopy } from "./project-copy";
import type { ContainerInputs, DaemonState } from "./providers/docker/daemon";

const password = "correct-horse-battery";
const providers = join(__dirname, "providers", "docker");

interface Step {
  readonly op: string;
  readonly urn: string;
}

describe(
  "stack dev, by the real engine and a recording docker provider",
  { skip: unless(testTools.pulumiDirectory, "pulumi") },
  () => {
    let project: ProjectCopy;
    const engine = testTools.pulumiDirectory ?? "";
    const inCopy = (file: string) => join(project.directory, file);
    const settingsFile = () => inCopy("Pulumi.dev.yaml");
    const daemon = (): DaemonState =>
      JSON.parse(readFileSync(inCopy("daemon.json"), "utf8")) as DaemonState;

    const pulumi = (...args: readonly string[]): Promise<Finished> =>
      project.run(join(engine, "pulumi"), [...args, "--non-interactive"], {
        ...process.env,
        PATH: [providers, engine, process.env["PATH"]].join(delimiter),
        PULUMI_BACKEND_URL: `file://${encodeURI(project.directory)}`,
        PULUMI_CONFIG_PASSPHRASE: "test",
        PULUMI_HOME: inCopy("pulumi-home"),
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        RECORDED_DOCKER_DAEMON: inCopy("daemon.json"),
      });
    const succeed = async (...args: readonly string[]): Promise<string> => {
      const { code, stdout, stderr } = await pulumi(...args);
      assert.equal(code, 0, `pulumi ${args.join(" ")}:\n${stdout}${stderr}`);
      return stdout;
    };
    const up = () => succeed("up", "-s", "dev", "--yes", "--skip-preview");
    const preview = async (): Promise<readonly string[]> => {
      const stdout = await succeed("preview", "-s", "dev", "--json");
      assert.doesNotMatch(stdout, new RegExp(password), "the preview shows a secret");
      const { steps } = JSON.parse(stdout.slice(stdout.indexOf("{"))) as { steps: readonly Step[] };
      return steps
        .filter(({ op }) => op !== "same")
        .map(({ op, urn }) => `${op} ${urn.split("::").at(-1) ?? ""}`);
    };
    const replaced = async () =>
      (await preview()).flatMap((change) => /^replace (.*)$/.exec(change)?.[1] ?? []).sort();
    const callsSince = (count: number) => daemon().calls.slice(count);
    const containerOf = (name: string): ContainerInputs => {
      const found = Object.values(daemon().objects).find(
        (object) => object.type === "container" && object.name.startsWith(name),
      );
      assert.ok(found, `no container ${name}`);
      return found.inputs;
    };
    const set = (key: string, value: string) =>
      succeed("config", "set", "-s", "dev", "--path", `chatqna-monitoring:${key}`, value);
    const setSecret = (key: string) =>
      succeed(
        "config",
        "set",
        "-s",
        "dev",
        "--secret",
        "--path",
        `chatqna-monitoring:${key}`,
        password,
      );

    before(async () => {
      project = new ProjectCopy();
      const config = {
        "chatqna-monitoring:platform": "docker",
        "chatqna-monitoring:docker": { network: "xeon_default" },
        "chatqna-monitoring:targets": { chatqna: { via: "compose" } },
      };
      writeFileSync(settingsFile(), stringify({ config }));
      await succeed("stack", "init", "dev");
    });
    after(() => {
      project.remove();
    });

    it("stops without a password, with the lines that set it", async () => {
      const { code, stdout, stderr } = await pulumi("preview", "-s", "dev");
      assert.notEqual(code, 0);
      for (const key of ["adminPassword", "secretKey"]) {
        assert.ok(
          (stdout + stderr).includes(
            `pulumi config set --secret --path 'chatqna-monitoring:grafana.${key}'`,
          ),
          stdout + stderr,
        );
      }
      assert.doesNotMatch(stdout + stderr, /^\s+at /m, "a stack trace");
      assert.equal(existsSync(inCopy("daemon.json")), false, "something was created");
      await setSecret("grafana.adminPassword");
      await setSecret("grafana.secretKey");
    });

    it("previews at most 30 resources, and calls no daemon", async () => {
      const changes = await preview();
      assert.ok(changes.length > 10 && changes.length <= 30, `${changes.length} resources`);
      assert.equal(existsSync(inCopy("daemon.json")), false, "the preview created something");
    });

    it("comes up, the files before the servers, and has nothing to do the second time", async () => {
      await up();
      const { calls } = daemon();
      const position = (start: string) => {
        const found = calls.findIndex((call) => call.startsWith(start));
        assert.ok(found >= 0, `no call ${start}: ${calls.join("\n")}`);
        return found;
      };
      assert.ok(
        position("create container prometheus-config-writer-") <
          calls.findIndex((call) => /^create container prometheus-[0-9a-f]{7}$/.test(call)),
        calls.join("\n"),
      );
      await succeed("preview", "-s", "dev", "--expect-no-changes");
      const outputs = JSON.parse(await succeed("stack", "output", "-s", "dev", "--json")) as object;
      assert.equal(Reflect.get(outputs, "prometheusUrl"), "http://127.0.0.1:9090");
      assert.equal(Reflect.get(outputs, "grafanaUrl"), "http://127.0.0.1:3000");
    });

    it("joins the ChatQnA's network with Prometheus only", () => {
      const networks = (name: string) =>
        (containerOf(name).networksAdvanced ?? []).map((network) => network.name.split("-")[0]);
      assert.deepEqual(networks(prometheusServer()).sort(), ["network", "xeon_default"]);
      const grafana = Object.values(daemon().objects).find(({ name }) =>
        /^grafana-[0-9a-f]{7}$/.test(name),
      );
      assert.deepEqual(
        (grafana?.inputs.networksAdvanced ?? []).map(({ name }) => name.split("-")[0]),
        ["network"],
      );
    });
    const prometheusServer = (): string => {
      const names = Object.values(daemon().objects).map(({ name }) => name);
      const server = names.find((name) => /^prometheus-[0-9a-f]{7}$/.test(name));
      assert.ok(server, `no Prometheus among ${names.join(", ")}`);
      return server;
    };

    it("keeps no secret in plain text in its state, nor where docker inspect shows it", async () => {
      const state = await succeed("stack", "export", "-s", "dev");
      assert.doesNotMatch(state, new RegExp(password));
      assert.match(state, /"ciphertext"/);
      for (const { inputs } of Object.values(daemon().objects)) {
        const inspected = JSON.stringify({ ...inputs, uploads: [] });
        assert.doesNotMatch(inspected, new RegExp(password));
      }
    });

    it("replaces only the writer for a changed target: Prometheus 3.x reloads", async () => {
      await set("targets.chatqna.services.llm.address", "vllm-two:80");
      const server = prometheusServer();
      const count = daemon().calls.length;
      assert.deepEqual(await replaced(), ["prometheus-config-writer"]);
      await up();
      assert.equal(prometheusServer(), server);
      assert.equal(callsSince(count).length, 2, callsSince(count).join("\n"));
      assert.match(JSON.stringify(containerOf("prometheus-config-writer").uploads), /vllm-two:80/);
    });

    it("replaces Grafana for what it reads at its start only, a changed password too", async () => {
      await succeed(
        "config",
        "set",
        "-s",
        "dev",
        "--secret",
        "--path",
        "chatqna-monitoring:grafana.adminPassword",
        `${password}2`,
      );
      assert.deepEqual(await replaced(), ["grafana", "grafana-config-writer"]);
      await up();
      assert.doesNotMatch(await succeed("stack", "export", "-s", "dev"), new RegExp(password));
    });

    it("replaces the server too on 2.x, which cannot reload by itself, on the same volume", async () => {
      await set("prometheus.version", "2.52.0");
      await up();
      const data = () =>
        containerOf(prometheusServer()).volumes?.find(
          (volume) => volume.containerPath === "/prometheus",
        );
      const volume = data();
      await set("targets.chatqna.services.llm.address", "vllm-three:80");
      assert.deepEqual(await replaced(), ["prometheus", "prometheus-config-writer"]);
      await up();
      assert.deepEqual(data(), volume);
      await succeed("preview", "-s", "dev", "--expect-no-changes");
    });

    it("frees the port before it takes it again", async () => {
      await set("prometheus.memoryLimit", "768MiB");
      await up();
      const replacing = daemon().calls.filter((call) =>
        /container prometheus-[0-9a-f]{7}/.test(call),
      );
      const creations = replacing.filter((call) => call.startsWith("create")).length;
      const deletions = replacing.filter((call) => call.startsWith("delete")).length;
      assert.equal(creations - deletions, 1, replacing.join("\n"));
    });

    it("is gone after destroy: containers first, then volumes and networks", async () => {
      await succeed("destroy", "-s", "dev", "--yes", "--skip-preview");
      const left = Object.values(daemon().objects).filter(({ type }) => type !== "image");
      assert.deepEqual(left, []);
    });
  },
);
