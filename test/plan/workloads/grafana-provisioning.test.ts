import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parse } from "yaml";
import { filesOf } from "../filled";
import { planFrom, programs } from "../planned";

const found = {
  ...programs(),
  grafana: { name: "grafana", path: "/opt/grafana/bin/grafana", version: "13.2.0" },
};
const secrets = { adminPassword: "a", secretKey: "b" };

function files(raw: Readonly<Record<string, unknown>> = {}) {
  return filesOf(planFrom({ grafana: secrets, ...raw }, found), "grafana");
}

describe("Grafana's content by files", () => {
  it("is the datasource, a folder for each group of boards, and the boards", () => {
    const written = files({ targets: { static: [{ job: "tgi", address: "localhost:9009" }] } });
    assert.deepEqual(
      [...written.keys()],
      [
        "grafana.ini",
        "secrets/admin-password",
        "secrets/secret-key",
        "provisioning/datasources/prometheus.yml",
        "provisioning/dashboards/chatqna.yml",
        "dashboards/chatqna/chatqna-overview.json",
        "dashboards/chatqna/chatqna-tgi.json",
        "dashboards/chatqna/chatqna-monitoring.json",
        // Nothing: Grafana reports a folder that is not there as an error.
        "provisioning/plugins/nothing.yml",
        "provisioning/alerting/nothing.yml",
      ],
    );
    assert.deepEqual(parse(written.get("provisioning/dashboards/chatqna.yml") ?? ""), {
      apiVersion: 1,
      providers: [
        {
          name: "chatqna",
          folder: "ChatQnA",
          folderUid: "chatqna",
          type: "file",
          disableDeletion: false,
          allowUiUpdates: false,
          updateIntervalSeconds: 10,
          options: { path: "/stack/grafana/config/dashboards/chatqna" },
        },
      ],
    });
    const board = JSON.parse(written.get("dashboards/chatqna/chatqna-tgi.json") ?? "") as object;
    assert.equal(Reflect.get(board, "uid"), "chatqna-tgi");
  });

  it("names no folder where there is no board", () => {
    const written = files({ targets: { static: [] } });
    assert.ok(!written.has("provisioning/dashboards/chatqna.yml"));
    const { datasources } = parse(written.get("provisioning/datasources/prometheus.yml") ?? "") as {
      datasources: readonly Readonly<Record<string, unknown>>[];
    };
    assert.deepEqual(datasources[0]?.["uid"], "prometheus");
  });

  it("restarts Grafana for a folder, and not for a board: it looks for those itself", () => {
    const plan = planFrom(
      { grafana: secrets, targets: { static: [{ job: "tgi", address: "localhost:9009" }] } },
      found,
    );
    const grafana = plan.workloads.find(({ name }) => name === "grafana");
    const onChange = Object.fromEntries(
      (grafana?.files ?? []).map((file) => [file.path, file.onChange]),
    );
    assert.equal(onChange["provisioning/dashboards/chatqna.yml"], "restart");
    assert.equal(onChange["dashboards/chatqna/chatqna-tgi.json"], "nothing");
  });
});
