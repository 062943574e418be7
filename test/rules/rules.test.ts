import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { describe, it } from "node:test";
import { prometheusRules } from "../../rules/prometheus";
import { scrapingRules } from "../../rules/scraping";
import { testTools, unless } from "../tools";
import { testRules } from "./rule-test";

const scraping = scrapingRules({ scrapeInterval: 5, scrapeTimeout: 5 });
const target = 'component="llm", instance="vllm:80", job="vllm"';
const labels = { component: "llm", instance: "vllm:80", job: "vllm" };

describe("alerts, as promtool evaluates them", () => {
  const promtool = testTools.promtool["2.42"];
  const skip = unless(promtool, "promtool 2.42");
  const test = (
    name: string,
    group: typeof scraping,
    cases: Parameters<typeof testRules>[2],
  ): void => {
    void it(name, { skip }, () => {
      testRules(promtool ?? "", group, cases);
    });
  };

  const downDescription =
    "llm (vllm) at vllm:80 has not answered Prometheus. Either the service is down or its " +
    "/metrics cannot be reached; nothing else is known of it meanwhile.";
  test("TargetDown fires after a minute, for the target that is down only", scraping, [
    {
      name: "down for a minute (seen first at 30 s)",
      alert: "TargetDown",
      interval: "5s",
      series: {
        [`up{${target}}`]: "1x4 0x40",
        'up{component="retriever", job="retriever"}': "1x44",
      },
      at: "1m30s",
      fires: [{ labels, annotations: { description: downDescription } }],
    },
    {
      name: "down for a little less than a minute",
      alert: "TargetDown",
      interval: "5s",
      series: { [`up{${target}}`]: "1x4 0x40" },
      at: "1m15s",
      fires: [],
    },
    {
      name: "up again",
      alert: "TargetDown",
      interval: "5s",
      series: { [`up{${target}}`]: "0x20 1x20" },
      at: "2m30s",
      fires: [],
    },
    {
      name: "one scrape lost now and then",
      alert: "TargetDown",
      interval: "5s",
      series: { [`up{${target}}`]: "1 0 1 1 0 1 1 0 1 1 0 1 1 0 1 1 0 1 1 0 1 1 0 1 1 0" },
      at: "2m",
      fires: [],
    },
    {
      name: "a server without metrics of its own yet (TGI before its first request) is up",
      alert: "TargetDown",
      interval: "5s",
      series: { [`up{${target}}`]: "1x40", [`scrape_samples_scraped{${target}}`]: "0x40" },
      at: "3m",
      fires: [],
    },
  ]);

  test("ScrapeSlow fires above half of the time-out and not at it", scraping, [
    {
      name: "3 s of 5",
      alert: "ScrapeSlow",
      interval: "5s",
      series: { [`scrape_duration_seconds{${target}}`]: "3x100" },
      at: "5m",
      fires: [
        {
          labels,
          annotations: {
            description:
              "Scraping llm (vllm) at vllm:80 takes 3s; after 5 s it is given up and the target counts as down.",
          },
        },
      ],
    },
    {
      name: "not yet for five minutes",
      alert: "ScrapeSlow",
      interval: "5s",
      series: { [`scrape_duration_seconds{${target}}`]: "3x100" },
      at: "4m45s",
      fires: [],
    },
    {
      name: "exactly half",
      alert: "ScrapeSlow",
      interval: "5s",
      series: { [`scrape_duration_seconds{${target}}`]: "2.5x100" },
      at: "6m",
      fires: [],
    },
    {
      name: "fast again",
      alert: "ScrapeSlow",
      interval: "5s",
      series: { [`scrape_duration_seconds{${target}}`]: "3x70 0.1x30" },
      at: "7m",
      fires: [],
    },
  ]);

  const self = 'component="monitoring", instance="127.0.0.1:9090", job="prometheus"';
  const selfLabels = { component: "monitoring", instance: "127.0.0.1:9090", job: "prometheus" };
  const reload = `prometheus_config_last_reload_successful{${self}}`;
  test("PrometheusConfigReloadFailed fires until a reload succeeds", prometheusRules(), [
    {
      name: "failed",
      alert: "PrometheusConfigReloadFailed",
      interval: "15s",
      series: { [reload]: "1x2 0x20" },
      at: "3m",
      fires: [
        {
          labels: selfLabels,
          annotations: {
            description:
              "Prometheus at 127.0.0.1:9090 could not load its configuration or a rule file and goes on " +
              "with the last one that was good: changed targets and rules are not in force.",
          },
        },
      ],
    },
    {
      name: "not yet a minute",
      alert: "PrometheusConfigReloadFailed",
      interval: "15s",
      series: { [reload]: "1x2 0x20" },
      at: "1m",
      fires: [],
    },
    {
      name: "mended",
      alert: "PrometheusConfigReloadFailed",
      interval: "15s",
      series: { [reload]: "0x10 1x10" },
      at: "4m",
      fires: [],
    },
    {
      name: "another Prometheus, scraped as a target",
      alert: "PrometheusConfigReloadFailed",
      interval: "15s",
      series: { 'prometheus_config_last_reload_successful{component="host"}': "0x20" },
      at: "3m",
      fires: [],
    },
  ]);

  test("Watchdog always fires", prometheusRules(), [
    {
      name: "at once",
      alert: "Watchdog",
      interval: "15s",
      series: {},
      at: "0s",
      fires: [{ labels: {} }],
    },
    {
      name: "later",
      alert: "Watchdog",
      interval: "15s",
      series: {},
      at: "1h",
      fires: [{ labels: {} }],
    },
  ]);
});

describe("every alert", () => {
  const groups = [scraping, prometheusRules()];
  const alerts = groups.flatMap(({ rules }) => rules.filter((rule) => "alert" in rule));

  it("names a runbook page that exists", () => {
    const missing = alerts
      .map(({ runbook }) => `docs/runbooks/${runbook}.md`)
      .filter((page) => !existsSync(page));
    assert.deepEqual(missing, []);
  });

  it("has a name of its own", () => {
    assert.equal(new Set(alerts.map(({ alert }) => alert)).size, alerts.length);
  });

  it("waits at least four scrapes before it says that a target is down", () => {
    const [down] = scrapingRules({ scrapeInterval: 60, scrapeTimeout: 10 }).rules;
    assert.ok(down !== undefined && "alert" in down);
    assert.equal(down.for, "240s");
  });
});
