import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { placeholdersIn } from "../../../dashboards/import/placeholders";
import type { JsonObject } from "../../../dashboards/json";
import { boards } from "../../../dashboards/boards";
import { ownBoards } from "../../../plan/dashboards/own-boards";
import {
  type PlannedDashboards,
  plannedDashboards,
} from "../../../plan/dashboards/planned-dashboards";
import { PlanError } from "../../../plan/plan-error";
import { plannedTargets } from "../../../plan/targets/planned-targets";
import { stackContext } from "../../../plan/watched-stack";
import { settingsFrom } from "../planned";

const tgi = { static: [{ job: "tgi", address: "localhost:9009" }] };

function plan(
  dashboards: readonly Readonly<Record<string, unknown>>[],
  texts: readonly string[],
  targets: unknown = tgi,
): PlannedDashboards {
  const settings = settingsFrom({ targets, dashboards });
  const planned = plannedTargets(settings.targets);
  return plannedDashboards(settings.dashboards, planned, stackContext(settings, planned), {
    imported: texts,
  });
}

const board = (title: string) => JSON.stringify({ title, panels: [] });

describe("the dashboards of a stack", () => {
  it("are the overview and the TGI board where a TGI is scraped, with nothing left to be filled in", () => {
    const { folders, dashboards } = plan([], []);
    assert.deepEqual(folders, [{ uid: "chatqna", title: "ChatQnA" }]);
    assert.deepEqual(
      dashboards.map(({ uid, folder }) => `${folder}/${uid}`),
      ["chatqna/chatqna-overview", "chatqna/chatqna-tgi", "chatqna/chatqna-monitoring"],
    );
    for (const { json } of dashboards) {
      assert.deepEqual(placeholdersIn(JSON.parse(json) as JsonObject), []);
    }
  });

  it("are those that the targets fill", () => {
    const uids = (job: string) => {
      const { dashboards } = plan([], [], { static: [{ job, address: "localhost:9009" }] });
      return dashboards.map(({ uid }) => uid).filter((uid) => uid !== "chatqna-monitoring");
    };
    assert.deepEqual(uids("vllm"), ["chatqna-overview", "chatqna-vllm"]);
    assert.deepEqual(uids("vllm-guardrails"), ["chatqna-vllm"]);
    assert.deepEqual(uids("tei-reranking"), ["chatqna-tei"]);
    assert.deepEqual(uids("dataprep-redis-service"), ["chatqna-services"]);
    assert.deepEqual(uids("prometheus-redis-exporter"), ["chatqna-vectorstore"]);
    assert.deepEqual(uids("cadvisor"), ["chatqna-host"]);
    assert.deepEqual(uids("prometheus-gaudi-exporter"), ["chatqna-accelerators"]);
    assert.deepEqual(uids("prometheus-blackbox-exporter"), []);
  });

  it("are none but that of the scrapes where nothing is scraped that a board draws", () => {
    // Redis itself has no metrics: its exporter has.
    const redis = { static: [{ job: "redis", address: "redis:6379" }] };
    assert.deepEqual(
      plan([], [], redis).dashboards.map(({ uid }) => uid),
      ["chatqna-monitoring"],
    );
  });

  it("are those of the settings too, in folders of their own", () => {
    const { folders, dashboards } = plan(
      [{ source: "a.json" }, { source: "b.json", folder: "Équipe" }],
      [board("One"), board("Two")],
    );
    assert.deepEqual(folders.slice(1), [
      { uid: "imported", title: "Imported" },
      { uid: "equipe", title: "Équipe" },
    ]);
    assert.deepEqual(
      dashboards.map(({ uid, folder }) => `${folder}/${uid}`),
      ["chatqna/chatqna-overview", "chatqna/chatqna-tgi", "chatqna/chatqna-monitoring"].concat(
        "imported/one",
        "equipe/two",
      ),
    );
  });

  it("have theirs in the place of ours where it has its uid", () => {
    const { folders, dashboards } = plan(
      [{ source: "a.json", uid: "chatqna-tgi", folder: "ChatQnA" }],
      [board("Upstream")],
    );
    assert.deepEqual(folders, [{ uid: "chatqna", title: "ChatQnA" }]);
    assert.deepEqual(
      dashboards.map(({ title }) => title),
      ["ChatQnA / Overview", "ChatQnA / Monitoring itself", "Upstream"],
    );
  });

  it("are refused with the position of the setting", () => {
    const same = [{ source: "a.json" }, { source: "b.json" }];
    assert.throws(() => plan(same, [board("One"), board("One")]), {
      constructor: PlanError,
      message: /^chatqna-monitoring:dashboards: a\.json and b\.json both have the uid "one"/,
    });
    assert.throws(() => plan(same, [board("One"), "[]"]), {
      constructor: PlanError,
      message: /^chatqna-monitoring:dashboards\[1\]: b\.json/,
    });
  });

  it("are all that are generated", () => {
    assert.deepEqual(
      ownBoards.map(({ source }) => source),
      boards.map(({ source }) => source),
    );
  });
});
