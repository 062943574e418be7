import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { anywhere } from "../../dashboards/board-context";
import { boards } from "../../dashboards/boards";
import { acceleratorsBoard } from "../../dashboards/accelerators";
import { type BoardSource, buildBoard } from "../../dashboards/board";
import { panelsOf, queriesOf } from "../../dashboards/dashboard-json";
import { hostBoard } from "../../dashboards/host";
import { type Json, type JsonObject, isObject, objectsIn, textOf } from "../../dashboards/json";
import { boardTitles } from "../../dashboards/links";
import { overviewBoard } from "../../dashboards/overview";
import { servicesBoard } from "../../dashboards/services";
import { vectorstoreBoard } from "../../dashboards/vectorstore";
import { settingsFrom } from "../plan/planned";
import { plannedTargets } from "../../plan/targets/planned-targets";
import { stackContext } from "../../plan/watched-stack";

const chatqna = { chatqna: { via: "replay", engine: "vllm" } };

function boardOf(
  objectives: Readonly<Record<string, unknown>>,
  source = overviewBoard,
): JsonObject {
  const settings = settingsFrom({ targets: chatqna, objectives });
  const targets = plannedTargets(settings.targets);
  return buildBoard(source, stackContext(settings, targets));
}

function panel(board: JsonObject, title: string): JsonObject {
  const found = panelsOf(board).find((one) => one["title"] === title);
  assert.ok(found !== undefined, `no panel "${title}"`);
  return found;
}

function stepsOf({ fieldConfig }: JsonObject): readonly Json[] {
  const defaults = isObject(fieldConfig) ? fieldConfig["defaults"] : undefined;
  const thresholds = isObject(defaults) ? defaults["thresholds"] : undefined;
  const steps = isObject(thresholds) ? objectsIn(thresholds["steps"]) : [];
  return steps.map(({ value }) => value ?? null);
}

describe("the boards of a stack", () => {
  it("take their limits from its objectives", () => {
    const board = boardOf({ timeToFirstToken: { p95: "1s" }, errors: { ratio: "2%" } });
    const first = panel(board, "Time to first token");
    assert.deepEqual(stepsOf(first), [null, 0.8, 1]);
    assert.match(textOf(first["description"]) ?? "", /Dashed: 800 ms and 1 s .*p95 within 1 s/);
    assert.deepEqual(stepsOf(panel(board, "Errors by service")), [null, 0.02, 0.1]);
  });

  it("draw no limit where no objective is stated", () => {
    assert.deepEqual(stepsOf(panel(boardOf({ preset: "batch" }), "Time to first token")), [null]);
  });

  it("read budgets from recorded rates, over the window of the objectives", () => {
    const budgets = queriesOf(boardOf({ window: "14d" })).filter(({ title }) =>
      title.startsWith("Budget left"),
    );
    assert.ok(budgets.length >= 4);
    for (const { title, expr } of budgets) {
      assert.equal(title, "Budget left, of the last 14d");
      assert.match(expr, /objective_job:events_bad:rate5m\{.*\)\[14d:5m\]/);
    }
  });

  it("ask for no recorded rate where nobody knows of rules", () => {
    const recorded = boards
      .flatMap(({ source }) => queriesOf(buildBoard(source)))
      .filter(({ expr }) => /\b(objective_)?job\w*:/.test(expr));
    assert.deepEqual(recorded, []);
  });

  it("are the same bytes for the same settings, and the defaults those of the schema", () => {
    const objectives = { timeToFirstToken: { p99: "3s" } };
    assert.equal(JSON.stringify(boardOf(objectives)), JSON.stringify(boardOf(objectives)));
    assert.deepEqual(settingsFrom({ targets: chatqna }).objectives, anywhere.objectives);
  });

  it("link to boards by the titles they have, and only to those there are", () => {
    assert.deepEqual(
      boards.map(({ source: { uid, title } }) => [uid, title.replace("ChatQnA / ", "")]),
      Object.entries(boardTitles),
    );
    const context = { ...anywhere, boards: ["chatqna-overview", "chatqna-vllm"] };
    assert.deepEqual(
      objectsIn(buildBoard(overviewBoard, context)["links"]).map(({ url }) => url),
      ["/d/chatqna-vllm?${datasource:queryparam}"],
    );
  });

  it("have the rows that their targets fill", () => {
    const rowsOf = (targets: object, source: BoardSource, more: object = {}) => {
      const settings = settingsFrom({ targets, ...more });
      const planned = plannedTargets(settings.targets);
      return objectsIn(buildBoard(source, stackContext(settings, planned))["panels"])
        .filter(({ type }) => type === "row")
        .map(({ title }) => title);
    };
    const one = (job: string, address = "x:9000") => ({ static: [{ job, address }] });
    const hosts = ["At a glance", "Hosts", "Host details"];
    assert.deepEqual(rowsOf(one("prometheus-node-exporter"), hostBoard), hosts);
    assert.deepEqual(rowsOf(one("cadvisor"), hostBoard), [
      "At a glance",
      "Containers",
      "Container details",
    ]);
    assert.deepEqual(rowsOf(one("qdrant"), vectorstoreBoard), [
      "At a glance",
      "Operations",
      "Qdrant",
    ]);
    const gaudi = one("prometheus-gaudi-exporter");
    assert.deepEqual(rowsOf(gaudi, acceleratorsBoard), ["At a glance", "Cards", "Gaudi"]);
    // The Prometheus of an operator scrapes the kubelets, too.
    const operator = { platform: "kubernetes", kubernetes: { mode: "operator" } };
    const pods = one("prometheus-node-exporter", "node-exporter.monitoring.svc:9100");
    assert.ok(rowsOf(pods, hostBoard, operator).includes("Containers"));
  });

  it("say why a panel is empty, where that may be", () => {
    const { fieldConfig } = panel(buildBoard(servicesBoard), "Errors");
    assert.match(JSON.stringify(fieldConfig), /"noValue":"no service has answered with an error/);
    // Of these only one may be missing.
    assert.doesNotMatch(
      JSON.stringify(panel(buildBoard(servicesBoard), "Requests by handler")["fieldConfig"]),
      /noValue/,
    );
  });

  it("mark alerts, restarts and benchmark runs", () => {
    for (const { source } of boards) {
      const { annotations } = buildBoard(source);
      const names = objectsIn(isObject(annotations) ? annotations["list"] : undefined);
      assert.deepEqual(
        names.map(({ name }) => name),
        ["Alerts", "Prometheus restarts", "Benchmark runs"],
      );
    }
  });
});
