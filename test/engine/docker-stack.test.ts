import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { testTools, unless } from "../tools";
import { DockerProject } from "./docker-project";
import { GrafanaStandIn } from "./providers/grafana/grafana-stand-in";

const password = "correct-horse-battery";

/** The boards that the targets of a ChatQnA with TGI and of the exporters beside it fill. */
const ownBoards = ["overview", "tgi", "tei", "services", "vectorstore", "host", "monitoring"].map(
  (name) => `chatqna-${name}`,
);

describe(
  "stack dev, by the real engine and a recording docker provider",
  { skip: unless(testTools.pulumiDirectory, "pulumi") },
  () => {
    let project: DockerProject;
    // Listens where the stack's Grafana would be published.
    const grafana = new GrafanaStandIn(password);
    const callsSince = (count: number) => project.daemon().calls.slice(count);

    before(async () => {
      project = new DockerProject(password);
      await grafana.start();
      await project.create({
        platform: "docker",
        docker: { network: "xeon_default" },
        targets: { chatqna: { via: "compose", engine: "tgi" } },
        grafana: { port: Number(new URL(grafana.url).port) },
      });
    });
    after(async () => {
      await grafana.stop();
      project.remove();
    });

    it("stops without a password, with the lines that set it", async () => {
      const { code, stdout, stderr } = await project.pulumi("preview", "-s", "dev");
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
      assert.equal(existsSync(project.path("daemon.json")), false, "something was created");
      await project.setSecret("grafana.adminPassword", password);
      await project.setSecret("grafana.secretKey", password);
    });

    it("previews at most 30 resources, and calls no daemon", async () => {
      const changes = await project.preview();
      assert.ok(changes.length > 10 && changes.length <= 30, `${changes.length} resources`);
      assert.equal(existsSync(project.path("daemon.json")), false, "the preview created something");
    });

    it("comes up, the files before the servers, and has nothing to do the second time", async () => {
      await project.up();
      const { calls } = project.daemon();
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
      await project.expectNoChanges();
      const outputs = await project.outputs();
      assert.equal(outputs["prometheusUrl"], `http://127.0.0.1:${project.prometheusPort}`);
      assert.equal(outputs["grafanaUrl"], grafana.url);
    });

    it("fills Grafana, and asks it whether Prometheus answers", async () => {
      assert.deepEqual(grafana.takeChanges(), [
        ...ownBoards.map(() => "POST /api/dashboards/db"),
        "POST /api/datasources",
        "POST /api/folders",
      ]);
      assert.equal(
        grafana.datasources.get("prometheus")?.["url"],
        `http://prometheus.dev.chatqna-monitoring:${project.prometheusPort}`,
      );
      const outputs = await project.outputs();
      const dashboards = outputs["dashboards"] as readonly { readonly uid: string }[];
      assert.deepEqual(
        dashboards.map(({ uid }) => uid),
        ownBoards,
      );
      const { deletedWith, provider } = await project.resource("grafana-prometheus");
      assert.match(deletedWith ?? "", /Container::grafana$/, "the database goes with it");
      assert.match(provider ?? "", /pulumi:providers:grafana::grafana::/);
      const uploads = JSON.stringify(project.container("grafana-config-writer").uploads);
      assert.doesNotMatch(uploads, /datasources:/, "a provisioned datasource has the same uid");
    });

    it("touches only the board that a setting puts in the place of ours", async () => {
      writeFileSync(project.path("own.json"), '{ "title": "Mine", "panels": [] }');
      await project.set("dashboards[0].source", "own.json");
      await project.set("dashboards[0].uid", "chatqna-tgi");
      await project.set("dashboards[0].folder", "ChatQnA");
      assert.deepEqual(await project.preview(), ["update grafana-chatqna-tgi"]);
      await project.up();
      assert.deepEqual(grafana.takeChanges(), ["POST /api/dashboards/db"]);
      await project.expectNoChanges();
    });

    it("joins the ChatQnA's network with Prometheus only, and takes nobody's name there", () => {
      const networks = (workload: string) =>
        (project.container(project.serverName(workload)).networksAdvanced ?? [])
          .map(({ name, aliases = [] }) => [name.split("-")[0], ...aliases])
          .sort();
      assert.deepEqual(networks("prometheus"), [
        ["network", "prometheus.dev.chatqna-monitoring"],
        ["xeon_default"],
      ]);
      assert.deepEqual(networks("grafana"), [["network", "grafana.dev.chatqna-monitoring"]]);
    });

    it("keeps no secret in plain text in its state, nor where docker inspect shows it", async () => {
      const state = await project.exported();
      assert.doesNotMatch(state, new RegExp(password));
      assert.match(state, /"ciphertext"/);
      for (const { inputs } of Object.values(project.daemon().objects)) {
        const inspected = JSON.stringify({ ...inputs, uploads: [] });
        assert.doesNotMatch(inspected, new RegExp(password));
      }
    });

    it("replaces only the writer for a changed target: Prometheus 3.x reloads", async () => {
      await project.set("targets.chatqna.services.llm.address", "vllm-two:80");
      const server = project.serverName("prometheus");
      const count = project.daemon().calls.length;
      assert.deepEqual(await project.replaced(), ["prometheus-config-writer"]);
      await project.up();
      assert.equal(project.serverName("prometheus"), server);
      assert.equal(callsSince(count).length, 2, callsSince(count).join("\n"));
      assert.match(
        JSON.stringify(project.container("prometheus-config-writer").uploads),
        /vllm-two:80/,
      );
    });

    it("replaces Grafana with its content for what it reads at its start only, a password too", async () => {
      await project.setSecret("grafana.adminPassword", `${password}2`);
      assert.deepEqual(await project.replaced(), [
        "grafana",
        "grafana-chatqna",
        ...ownBoards.map((uid) => `grafana-${uid}`).sort(),
        "grafana-config-writer",
        "grafana-prometheus",
      ]);
      grafana.loseDatabase();
      grafana.changePassword(`${password}2`);
      await project.up();
      assert.deepEqual(
        grafana.takeChanges(),
        [
          ...ownBoards.map(() => "POST /api/dashboards/db"),
          "POST /api/datasources",
          "POST /api/folders",
        ],
        "its content was in the container and is made anew, and nothing deleted before",
      );
      assert.doesNotMatch(await project.exported(), new RegExp(password));
    });

    it("replaces the server too on 2.x, which cannot reload by itself, on the same volume", async () => {
      await project.set("prometheus.version", "2.52.0");
      await project.up();
      const data = () =>
        project
          .container(project.serverName("prometheus"))
          .volumes?.find((volume) => volume.containerPath === "/prometheus");
      const volume = data();
      await project.set("targets.chatqna.services.llm.address", "vllm-three:80");
      assert.deepEqual(await project.replaced(), ["prometheus", "prometheus-config-writer"]);
      await project.up();
      assert.deepEqual(data(), volume);
      await project.expectNoChanges();
    });

    it("frees the port before it takes it again", async () => {
      await project.set("prometheus.memoryLimit", "768MiB");
      await project.up();
      const replacing = project
        .daemon()
        .calls.filter((call) => /container prometheus-[0-9a-f]{7}/.test(call));
      const creations = replacing.filter((call) => call.startsWith("create")).length;
      const deletions = replacing.filter((call) => call.startsWith("delete")).length;
      assert.equal(creations - deletions, 1, replacing.join("\n"));
    });

    it("is gone after destroy: containers first, then volumes and networks", async () => {
      await project.succeed("destroy", "-s", "dev", "--yes", "--skip-preview");
      const left = Object.values(project.daemon().objects).filter(({ type }) => type !== "image");
      assert.deepEqual(left, []);
      assert.deepEqual(grafana.takeChanges(), [], "a Grafana that goes is not asked to forget");
    });
  },
);
