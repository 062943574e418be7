import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, describe, it } from "node:test";
import { testTools, unless } from "../tools";
import { type ContentProgram, ContentProject } from "./content-project";
import { GrafanaStandIn } from "./providers/grafana/grafana-stand-in";

const everything = [
  "POST /api/dashboards/db",
  "POST /api/dashboards/db",
  "POST /api/datasources",
  "POST /api/folders",
];

describe(
  "Grafana's content, by the real engine",
  { skip: unless(testTools.pulumiDirectory, "pulumi"), concurrency: 2 },
  () => {
    it("is made, changed piece by piece, and made anew for a new database", async (test) => {
      const { project, grafana, program } = await start(test);
      const first = await project.preview();
      assert.deepEqual(first.changes, {
        "grafana-prometheus": "create",
        "grafana-chatqna": "create",
        "grafana-tgi": "create",
        "grafana-vllm": "create",
      });
      assert.deepEqual(grafana.calls, [], "a preview asks Grafana nothing");

      const up = await project.up();
      assert.match(up, new RegExp(`url: "${grafana.url}"`), "the address is no secret");
      assert.deepEqual(
        grafana.calls.slice(-2),
        ["GET /api/datasources/uid/prometheus/health", "POST /api/ds/query"],
        "the datasource was asked last",
      );
      assert.deepEqual(grafana.takeChanges(), everything);
      assert.equal(grafana.datasources.get("prometheus")?.["basicAuthUser"], "monitor");
      await project.run("preview", "--stack", "test", "--expect-no-changes");
      for (const text of [await project.state(), first.text, up]) {
        assert.doesNotMatch(text, /hunter2|swordfish/, "a password can be read");
      }

      const sameBoard = '{"panels": [{"id": 7, "type": "text"}], "version": 3, "uid": "tgi"}';
      await project.define({ ...program, dashboards: boards(sameBoard) });
      assert.deepEqual((await project.preview()).changes, {}, "only written another way");

      await project.define({ ...program, dashboards: boards(board("tgi", "graph")) });
      assert.deepEqual((await project.preview()).changes, { "grafana-tgi": "update" });
      await project.up();
      assert.deepEqual(grafana.takeChanges(), ["POST /api/dashboards/db"]);

      await project.define({ ...program, owner: join(project.root, "another") });
      assert.deepEqual((await project.preview()).changes, {
        "grafana-prometheus": "replace",
        "grafana-chatqna": "replace",
        "grafana-tgi": "replace",
        "grafana-vllm": "replace",
      });
      grafana.loseDatabase();
      await project.up();
      assert.deepEqual(grafana.takeChanges(), everything, "made again, and nothing deleted");
      await project.run("preview", "--stack", "test", "--expect-no-changes");

      await grafana.stop();
      await project.destroy();
      assert.deepEqual(grafana.calls, []);
    });

    it("fails the up where Prometheus does not answer, or the password is wrong", async (test) => {
      const { project, grafana, program } = await start(test);
      await project.define({ ...program, password: "wrong" });
      await assert.rejects(project.up(), /401/);
      const asked = grafana.calls.filter((call) => call === "POST /api/datasources");
      assert.equal(asked.length, 1, "a wrong password is not tried again");

      await project.define(program);
      grafana.prometheusError = "dial tcp: lookup prometheus: no such host";
      await assert.rejects(project.up(), (error: Error) => {
        assert.match(error.message, /gets no answer from Prometheus, tried for 30 s: dial tcp/);
        assert.doesNotMatch(error.message, /^\s+at .*:\d+:\d+/m, "a stack trace");
        assert.doesNotMatch(error.message, /hunter2/);
        return true;
      });
      grafana.prometheusError = undefined;
      await project.up();
      await project.destroy();
    });
  },
);

async function start(test: TestContext) {
  const grafana = await new GrafanaStandIn("hunter2").start();
  test.after(() => grafana.stop());
  const project = await ContentProject.create(test);
  const program: ContentProgram = {
    url: grafana.url,
    password: "hunter2",
    datasourcePassword: "swordfish",
    owner: join(project.root, "database"),
    dashboards: boards(board("tgi", "text")),
  };
  await project.define(program);
  return { project, grafana, program };
}

function boards(tgi: string): ContentProgram["dashboards"] {
  return [
    { uid: "tgi", folder: "chatqna", json: tgi },
    { uid: "vllm", folder: "chatqna", json: board("vllm", "text") },
  ];
}

function board(uid: string, panel: string): string {
  return JSON.stringify({ id: 1, uid, panels: [{ id: 2, type: panel }], version: 1 });
}
