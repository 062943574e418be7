import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readStackFile } from "../../../../plan/settings/stack-file";
import { malformedAlertmanager } from "./alertmanager";
import { malformedDashboards } from "./dashboards";
import { malformedDeployments } from "./deployment";
import { malformedOnDocker } from "./docker";
import { malformedOnKubernetes } from "./kubernetes";
import { malformedExporters } from "./exporters";
import { malformedInGeneral } from "./general";
import type { MalformedSettings } from "./malformed-settings";
import { malformedObjectives } from "./objectives";
import { malformedPrometheus } from "./prometheus";
import { malformedRemoteWrites } from "./remote-write";
import { malformedQuantities } from "./quantities";
import { malformedStaticTargets } from "./static-targets";

const groups: Readonly<Record<string, readonly MalformedSettings[]>> = {
  general: malformedInGeneral,
  prometheus: malformedPrometheus,
  "prometheus.remoteWrite": malformedRemoteWrites,
  quantities: malformedQuantities,
  objectives: malformedObjectives,
  docker: malformedOnDocker,
  kubernetes: malformedOnKubernetes,
  dashboards: malformedDashboards,
  alertmanager: malformedAlertmanager,
  exporters: malformedExporters,
  "targets.chatqna": malformedDeployments,
  "targets.static": malformedStaticTargets,
};

describe("malformed settings get exactly these messages", () => {
  for (const [group, rows] of Object.entries(groups)) {
    for (const { title, settings, problems } of rows) {
      it(`${group}: ${title}`, () => {
        assert.deepEqual(
          problemsOf(settings),
          problems.map(([key, message]) => ({ key: withNamespace(key), message })),
        );
      });
    }
  }
});

function problemsOf(settings: string) {
  const lines = settings.split("\n").map((line) => `  ${withNamespace(line)}\n`);
  const result = readStackFile(`config:\n${lines.join("")}`, "dev");
  return result.ok ? [] : result.problems;
}

function withNamespace(text: string): string {
  return text.replaceAll("@:", "chatqna-monitoring:");
}
