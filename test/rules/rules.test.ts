import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { makePlan } from "../../plan/plan";
import { allDeployments } from "../../plan/targets/deployment-problems";
import { burnRateAlerts } from "../../rules/objectives/burn-rate";
import { type Histogram, edgeAtLeast, histograms } from "../../rules/objectives/histograms";
import { measuresOf } from "../../rules/objectives/measures";
import { type RuleGroup, boardUids } from "../../rules/rule";
import { renderRuleFile } from "../../rules/rule-file";
import { stackRules } from "../../rules/stack-rules";
import { noImports, programs, settingsFrom } from "../plan/planned";
import { runTool, testTools, unless } from "../tools";
import { environments, rulesOf } from "./environments";
import { fullStack } from "./stacks";

const full = stackRules(fullStack());
const alertsOf = (groups: readonly RuleGroup[]) =>
  groups.flatMap(({ rules }) => rules.filter((rule) => "alert" in rule));

describe("every alert", () => {
  const alerts = alertsOf(full);

  it("has a runbook page that says what it means, what to look at and how to mend it", () => {
    for (const { alert, runbook } of alerts) {
      const page = `docs/runbooks/${runbook}.md`;
      assert.ok(existsSync(page), `${alert} has no page ${page}`);
      const text = readFileSync(page, "utf8");
      assert.match(
        text.split("\n")[0] ?? "",
        new RegExp(`\\b${alert}\\b`),
        `${page} is not about ${alert}`,
      );
      assert.match(text, /^## Look at/m, page);
      assert.match(text, /^## Mend/m, page);
      const looks = text.match(/^\d\. /gm) ?? [];
      assert.ok(looks.length >= 3, `${page} names ${looks.length} things to look at`);
    }
  });

  it("has a runbook page that names the alert's board", () => {
    for (const { alert, runbook, board } of alerts) {
      if (board === undefined) continue;
      const named = [
        ...readFileSync(`docs/runbooks/${runbook}.md`, "utf8").matchAll(
          /\]\(http:\/\/127\.0\.0\.1:3000\/d\/([\w-]+)\)/g,
        ),
      ];
      const uids = named.map(([, uid]) => uid);
      assert.ok(uids.includes(board.uid), `${runbook}.md does not name ${board.uid} for ${alert}`);
      assert.deepEqual(
        uids.filter((uid) => !boardUids.some((known) => known === uid)),
        [],
        runbook,
      );
    }
  });

  it("says what has to be true, in words", () => {
    assert.deepEqual(
      alerts
        .filter(({ when, summary }) => when === "" || /[\d{]/.test(summary))
        .map(({ alert }) => alert),
      [],
    );
  });

  it("links to its board where the stack has that board, and else to none", () => {
    const linked = new Set(
      alerts.flatMap(({ dashboard }) => (dashboard === undefined ? [] : [dashboard])),
    );
    assert.deepEqual([...linked].sort(), [
      "http://grafana/d/chatqna-overview",
      "http://grafana/d/chatqna-tgi?var-job={{ $labels.job }}&var-instance={{ $labels.instance }}",
    ]);
  });

  it("waits at least four scrapes before it says that a target is down", () => {
    const down = alertsOf(stackRules(fullStack({}, { scrapeInterval: "1m" }))).find(
      ({ alert }) => alert === "TargetDown",
    );
    assert.equal(down?.for, "240s");
  });
});

describe("how often latencies are recorded", () => {
  const intervals: readonly (readonly [evaluation: string, latency: string])[] = [
    ["5s", "20s"],
    ["15s", "1m"],
    ["30s", "1m"],
    ["2m", "2m"],
  ];
  for (const [evaluation, latency] of intervals) {
    it(`every ${latency}, where rules are evaluated every ${evaluation}`, () => {
      const groups = stackRules(fullStack({}, { evaluationInterval: evaluation }));
      assert.equal(groups.find(({ name }) => name === "latency")?.interval, latency);
    });
  }
});

describe("which rules a stack has", () => {
  const names = (raw: Readonly<Record<string, unknown>>) => {
    const settings = settingsFrom({ targets: raw, grafana: { enabled: false } });
    const plan = makePlan(settings, { stack: "test", dashboards: noImports, programs: programs() });
    return plan.rules.map(({ name }) => name);
  };

  it("follows from what it watches", () => {
    const vllm = names({ chatqna: { via: "host", engine: "vllm" } });
    assert.ok(vllm.includes("vllm") && !vllm.includes("tgi"), vllm.join());
    const tgi = names({ chatqna: { via: "host", engine: "tgi" } });
    assert.ok(tgi.includes("tgi") && !tgi.includes("vllm"), tgi.join());
    assert.deepEqual(names({ static: [{ job: "qdrant", address: "q:6333" }] }), [
      "scraping",
      "prometheus",
      "objectives",
      "objective-budgets",
      "vector-store",
    ]);
  });

  it("takes an engine under a name of the user's own for either", () => {
    const own = names({ static: [{ job: "mine", component: "llm", address: "a:80" }] });
    assert.ok(own.includes("tgi") && own.includes("vllm"), own.join());
  });
});

describe("rules load, with every lint of promtool fatal", () => {
  const stacks = environments();
  for (const name of ["2.42", "2.52", "3"] as const) {
    const promtool = testTools.promtool[name];
    it(
      `promtool ${name}: every stack with every deployment`,
      { skip: unless(promtool, `promtool ${name}`) },
      () => {
        const directory = mkdtempSync(join(tmpdir(), "rules-"));
        try {
          const texts = new Map<string, string>();
          for (const { stack, settings } of stacks) {
            for (const group of rulesOf(stack, settings)) {
              texts.set(renderRuleFile(group), `${texts.size}.yml`);
            }
            for (const { deployment, via } of allDeployments()) {
              if (via !== "host") continue;
              const targets = {
                chatqna: { deployment, access: { via, host: "h" }, services: {} },
                static: [],
              };
              const rules = rulesOf(stack, { ...settings, targets });
              for (const group of rules) texts.set(renderRuleFile(group), `${texts.size}.yml`);
            }
          }
          for (const group of full) texts.set(renderRuleFile(group), `${texts.size}.yml`);
          assert.ok(texts.size > 30, `only ${texts.size} different files`);
          for (const [text, file] of texts) writeFileSync(join(directory, file), text);
          const lint = ["check", "rules", "--lint=all", "--lint-fatal", ...texts.values()];
          runTool(promtool ?? "", lint, directory);
        } finally {
          rmSync(directory, { recursive: true });
        }
      },
    );
  }
});

describe("histograms", () => {
  const recorded = [
    "vllm-0.10.2",
    "vllm-0.33.0",
    "tgi-2.4.0-v3",
    "tgi-3.3.7",
    "tei-embed-1.9.3",
    "opea-megaservice-1.5",
  ];
  const bodies = recorded.map((name) =>
    readFileSync(`simulator/replay/recorded/${name}-after-20.prom`, "utf8"),
  );
  for (const histogram of Object.values<Histogram>(histograms)) {
    it(`${histogram.metric} has the edges that real servers were recorded with`, () => {
      const edges = bodies
        .map((body) => edgesIn(body, histogram.metric))
        .filter((one) => one.length > 0);
      assert.notEqual(edges.length, 0, "recorded nowhere");
      for (const found of edges) assert.deepEqual(found, [...histogram.edges, Infinity]);
    });
  }

  it("are read at the next edge, one that is 3 % below included", () => {
    assert.equal(edgeAtLeast(histograms.vllmFirstToken, 2), 2.5);
    assert.equal(edgeAtLeast(histograms.vllmInterToken, 0.2), 0.2);
    assert.equal(edgeAtLeast(histograms.tgiRequest, 0.5), 0.49878850951194753);
    assert.equal(edgeAtLeast(histograms.megaserviceRequest, 10), 10);
    assert.equal(edgeAtLeast(histograms.megaserviceRequest, 11), undefined);
  });
});

function edgesIn(body: string, metric: string): readonly number[] {
  const found = new Set<number>();
  for (const line of body.split("\n")) {
    const le = /le="([^"]+)"/.exec(line)?.[1];
    if (line.startsWith(`${metric}_bucket{`) && le !== undefined) {
      found.add(le === "+Inf" ? Infinity : Number(le));
    }
  }
  return [...found].sort((one, other) => one - other);
}

describe("objectives are judged where they can be", () => {
  const judged = (chatqna: object, objectives: object = {}) => {
    const settings = settingsFrom({
      objectives,
      targets: { chatqna: { via: "host", ...chatqna } },
    });
    const plan = fullStack();
    const { targets } = makePlan(
      { ...settings, grafana: { ...settings.grafana, enabled: false } },
      { stack: "test", dashboards: noImports, programs: programs() },
    );
    const release = settings.targets.chatqna?.deployment.release;
    return measuresOf({
      ...plan,
      targets,
      objectives: settings.objectives,
      megaserviceMeasures: release !== "1.0",
    }).measures.map(({ objective, histogram, edge }) => `${objective} ${histogram.metric} ${edge}`);
  };

  it("by vLLM's own histograms", () => {
    assert.deepEqual(judged({ engine: "vllm" }), [
      "timeToFirstToken vllm:time_to_first_token_seconds 2.5",
      "interTokenLatency vllm:inter_token_latency_seconds 0.2",
      "endToEnd vllm:e2e_request_latency_seconds 20",
    ]);
  });

  it("by the megaservice's first token where TGI has none", () => {
    assert.deepEqual(
      judged({ engine: "tgi" }, { endToEnd: { p95: "10s" } }),
      [
        "timeToFirstToken megaservice_first_token_latency 2.5",
        "interTokenLatency tgi_batch_inference_duration 0.2216837820053103",
        "endToEnd megaservice_request_latency 10",
      ].map((text) =>
        text.replace("0.2216837820053103", String(edgeAtLeast(histograms.tgiStep, 0.2))),
      ),
    );
  });

  it("by how long requests wait at TGI, where no megaservice measures", () => {
    const [first] = judged({ release: "1.0", engine: "tgi" });
    assert.match(first ?? "", /^timeToFirstToken tgi_request_queue_duration/);
  });
});

describe("burn rates", () => {
  const rates = (days: number, allowed = 0.01, retention = 15) =>
    burnRateAlerts(allowed, days * 86_400, retention * 86_400).map(({ burnRate }) => burnRate);

  it("are those of the workbook for 30 days, and Sloth's for 7, never below 1", () => {
    assert.deepEqual(rates(30), [14.4, 6, 3, 1]);
    assert.deepEqual(rates(7), [13.44, 3.5, 1.4, 1]);
  });

  it("spend the share of the budget within the long interval", () => {
    for (const days of [7, 10, 14, 30, 90]) {
      const shares = days < 14 ? [0.08, 0.125, 0.2, 0.42] : [0.02, 0.05, 0.1, 0.1];
      const spent = burnRateAlerts(0.01, days * 86_400, 15 * 86_400).map(
        ({ burnRate, long }) => (burnRate * long) / (days * 86_400),
      );
      spent.forEach((share, index) => {
        assert.ok(
          share >= (shares[index] ?? 0) - 1e-6,
          `${days}d: ${share} of ${shares[index] ?? 0}`,
        );
      });
    }
  });

  it("are left out where nothing could burn so fast, or the samples are gone", () => {
    assert.deepEqual(rates(7, 0.1), [3.5, 1.4, 1]);
    assert.deepEqual(rates(7, 0.01, 1), [13.44, 3.5, 1.4]);
  });
});
