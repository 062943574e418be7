import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { parse } from "yaml";
import { runTool, testTools, unless } from "../../tools";
import { filesOf } from "../filled";
import { planFrom, programs } from "../planned";

const found = {
  ...programs(),
  alertmanager: { name: "alertmanager", path: "/opt/alertmanager", version: "0.31.1" },
};

const receivers = [
  { name: "team", slack: { url: "https://hooks", channel: "#chatqna" } },
  {
    name: "oncall",
    pagerduty: { routingKey: "key" },
    email: {
      to: "oncall@example.com",
      from: "chatqna@example.com",
      smarthost: "smtp.example.com:587",
      username: "chatqna",
      password: "hunter2",
    },
  },
  { name: "deadman", webhook: { secretUrl: "https://deadman.example/secret" } },
  { name: "desk", webhook: { url: "http://127.0.0.1:5001/", bearerToken: "token" } },
];
const routes = { critical: "oncall", watchdog: "deadman" };
const plan = planFrom({ alertmanager: { receivers, routes } }, found);
const files = filesOf(plan, "alertmanager");
const configuration = files.get("alertmanager.yml") ?? "";

describe("the Alertmanager", () => {
  it("is in a stack exactly when somebody is to be told", () => {
    const names = (raw: object) => planFrom({ ...raw }, found).workloads.map(({ name }) => name);
    assert.ok(!names({}).includes("alertmanager"));
    assert.ok(names({ alertmanager: { receivers } }).includes("alertmanager"));
  });

  it("is told by Prometheus, and scraped", () => {
    const prometheus = parse(filesOf(plan, "prometheus").get("prometheus.yml") ?? "") as object;
    assert.deepEqual(Reflect.get(prometheus, "alerting"), {
      alertmanagers: [{ static_configs: [{ targets: ["127.0.0.1:9093"] }] }],
    });
    assert.ok(
      plan.targets.some(
        ({ job, address }) => `${job} ${address}` === "alertmanager 127.0.0.1:9093",
      ),
    );
    const alone = parse(
      filesOf(planFrom({}, found), "prometheus").get("prometheus.yml") ?? "",
    ) as object;
    assert.equal(Reflect.get(alone, "alerting"), undefined);
  });

  it("routes by severity, and the Watchdog to who misses it", () => {
    const { route } = parse(configuration) as {
      route: { receiver: string; routes: readonly { receiver: string; matchers: string[] }[] };
    };
    assert.equal(route.receiver, "team");
    assert.deepEqual(
      route.routes.map(({ receiver, matchers }) => `${matchers.join(",")} → ${receiver}`),
      [
        'alertname="Watchdog" → deadman',
        'severity=~"none|info" → nobody',
        'severity="critical" → oncall',
      ],
    );
  });

  it("has its secrets in files of their own, readable by nobody else, and nowhere else", () => {
    assert.deepEqual(
      [...files].filter(([path]) => path.startsWith("secrets/")),
      [
        ["secrets/team-slack-url", "{alertmanager.receivers[0].slack.url}"],
        ["secrets/oncall-email-password", "{alertmanager.receivers[1].email.password}"],
        ["secrets/oncall-pagerduty-key", "{alertmanager.receivers[1].pagerduty.routingKey}"],
        ["secrets/deadman-webhook-url", "{alertmanager.receivers[2].webhook.secretUrl}"],
        ["secrets/desk-webhook-token", "{alertmanager.receivers[3].webhook.bearerToken}"],
      ],
    );
    assert.doesNotMatch(configuration, /hunter2|https:\/\/hooks|\{alertmanager/);
  });

  it("in a container reaches a webhook of its host", () => {
    const targets = { static: [{ job: "tgi", address: "localhost:9009" }] };
    const inContainer = planFrom(
      { platform: "docker", targets, grafana: { enabled: false }, alertmanager: { receivers } },
      found,
    );
    const workload = inContainer.workloads.find(({ name }) => name === "alertmanager");
    assert.equal(workload?.container?.reachesTargets, true);
    const file = workload.files.find(({ path }) => path === "alertmanager.yml");
    assert.match(JSON.stringify(file?.content), /http:\/\/host\.docker\.internal:5001\//);
  });
});

describe(
  "the Alertmanager's configuration, by amtool",
  { skip: unless(testTools.amtool, "amtool") },
  () => {
    let directory: string;
    before(() => {
      directory = mkdtempSync(join(tmpdir(), "alertmanager-"));
      for (const [path, content] of files) {
        const file = join(directory, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content.replaceAll("/stack/alertmanager/config", directory));
        chmodSync(file, 0o600);
      }
    });
    after(() => {
      rmSync(directory, { recursive: true });
    });
    const routed = (...labels: readonly string[]) =>
      runTool(
        testTools.amtool ?? "",
        ["config", "routes", "test", "--config.file=alertmanager.yml", ...labels],
        directory,
      ).trim();

    it("is valid, every kind of receiver in it", () => {
      const said = runTool(testTools.amtool ?? "", ["check-config", "alertmanager.yml"], directory);
      assert.match(said, /SUCCESS/);
      assert.match(said, /5 receivers/);
    });

    for (const [labels, receiver] of [
      [["alertname=Watchdog", "severity=none"], "deadman"],
      [["alertname=TargetDown", "severity=critical"], "oncall"],
      [["alertname=ScrapeSlow", "severity=warning"], "team"],
      [["alertname=Note", "severity=info"], "nobody"],
    ] as const) {
      it(`sends ${labels.join(", ")} to ${receiver}`, () => {
        assert.equal(routed(...labels), receiver);
      });
    }
  },
);
