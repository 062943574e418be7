import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, it } from "node:test";
import { parse, stringify } from "yaml";
import { startPrometheusIn } from "../../../../dashboards/prometheus-process";
import { missingPrometheus3, testTools } from "../../../../tools";
import { clusterSettings, objectsOf } from "../clusters";
import { type Fields, at, list } from "../policies";
import { ApiServer } from "./api-server";
import { type Deployed, clusterObjects } from "./cluster-objects";
import { type Role, renderedByOperator } from "./rendered-by-operator";

const chart = (name: string): Deployed["podLabels"] => ({
  "app.kubernetes.io/name": name,
  "app.kubernetes.io/instance": "chatqna",
});
const subchart = (name: string, port: number, replicas = 1): Deployed => ({
  service: `chatqna-${name}`,
  podLabels: chart(name),
  container: name,
  podPorts: [port],
  replicas,
});
const manifest = (name: string, service: string, port: number, replicas = 1): Deployed => ({
  service,
  podLabels: { app: `${name}-deploy` },
  container: `${name}-deploy`,
  podPorts: [port],
  replicas,
});
const step = (service: string, container: string, port: number, replicas = 1): Deployed => ({
  service,
  podLabels: { app: service },
  container,
  podPorts: [port],
  replicas,
});

/** Deployments as their own objects describe them, and the jobs whose targets are compared. */
const deployments: readonly {
  readonly what: string;
  readonly chatqna: object;
  readonly more?: object;
  readonly deployed: readonly Deployed[];
  readonly targets: Readonly<Record<string, number>>;
}[] = [
  {
    what: "the helm chart, with a service of the user's own in it",
    chatqna: {
      ...{ via: "helm", release: "1.4", vectorStore: "qdrant", namespace: "chat" },
      services: { retriever: { address: "mine.chat.svc.cluster.local:7000" } },
    },
    more: {
      ...{ job: "extra", container: "extra" },
      component: "monitoring",
      address: "extra.chat.svc.cluster.local:8443",
      ...{ scheme: "https", metricsPath: "/stats", labels: { team: "rag" } },
    },
    deployed: [
      subchart("vllm", 2080, 3),
      subchart("tei", 2081),
      subchart("teirerank", 2082, 2),
      subchart("data-prep", 5000),
      { ...subchart("chatqna", 8888, 2), service: "chatqna" },
      // At 1.0 and 1.1 the proxy is a part of the chart itself.
      { ...subchart("chatqna", 80), service: "chatqna-nginx", container: "nginx" },
      { ...subchart("qdrant", 0, 2), podPorts: [6333, 6334, 6335] },
      {
        service: "mine",
        podLabels: {},
        container: "server",
        podPorts: [7001, 7002],
        served: [7001],
        replicas: 2,
      },
      { service: "extra", podLabels: {}, container: "extra", podPorts: [8443] },
    ],
    targets: {
      ...{ vllm: 3, "tei-embedding": 1, "tei-reranking": 2, "dataprep-qdrant-service": 1 },
      ...{ "chatqna-backend-server": 2, qdrant: 2, retriever: 2, extra: 1 },
    },
  },
  {
    what: "the benchmark manifests",
    chatqna: {
      via: "manifests",
      release: "1.1",
      engine: "tgi",
      hardware: "gaudi",
      namespace: "chat",
    },
    deployed: [
      manifest("embedding-dependency", "embedding-dependency-svc", 80),
      manifest("reranking-dependency", "reranking-dependency-svc", 80),
      manifest("llm-dependency", "llm-dependency-svc", 80, 7),
      manifest("retriever", "retriever-svc", 7000, 2),
      manifest("dataprep", "dataprep-svc", 6007),
      manifest("chatqna-backend-server", "chatqna-backend-server-svc", 8888, 2),
    ],
    targets: {
      ...{ tgi: 7, "tei-embedding": 1, "tei-reranking": 1, retriever: 2 },
      ...{ "dataprep-redis-service": 1, "chatqna-backend-server": 2 },
    },
  },
  {
    what: "the microservices connector",
    chatqna: { via: "gmc", release: "1.2", engine: "tgi", hardware: "xeon", namespace: "chat" },
    deployed: [
      step("tei-embedding-svc", "tei", 2081),
      step("tei-reranking-svc", "teirerank", 2082),
      step("tgi-service-m", "tgi", 2080, 2),
      step("retriever-svc", "retriever-usvc", 7000),
      step("data-prep-svc", "data-prep", 6007),
      step("embedding-svc", "embedding-usvc", 6000),
      step("reranking-svc", "reranking-usvc", 8000),
      step("llm-svc", "llm-uservice", 9000),
    ],
    targets: {
      ...{ tgi: 2, "tei-embedding": 1, "tei-reranking": 1, retriever: 1 },
      ...{ "dataprep-redis-service": 1, embedding: 1, reranking: 1, llm: 1 },
    },
  },
];

/** Debian's Prometheus cannot ask an API server, so the one of release 3 does. */
const program = testTools.prometheus3 ?? "";

// Each looks for its targets every five seconds.
const options = { skip: missingPrometheus3(), concurrency: true };

describe("pods found by the Prometheus of an operator", options, () => {
  for (const { what, chatqna, more, deployed, targets } of deployments) {
    it(`of ${what}, are and are called as those found by ours`, async () => {
      const raw = { targets: { chatqna, ...(more !== undefined && { static: [more] }) } };
      const api = await ApiServer.start(clusterObjects("chat", deployed));
      try {
        const configs = [
          ...ourConfigs(raw, api.url),
          ...operatorConfigs(raw, "endpoints", api.url),
          ...operatorConfigs(raw, "endpointslice", api.url),
        ];
        const pods = Object.values(targets).reduce((sum, count) => sum + count, 0);
        const found = await targetsOf(configs, 3 * pods);
        const ours = found.filter(({ pool }) => !pool.includes("Monitor/"));
        const jobs = ours.map(({ labels }) => String(labels["job"]));
        assert.deepEqual(countsOf(jobs), targets, "ours finds other pods than there are");
        const theirs = (role: Role) => found.filter(({ pool }) => pool.endsWith(`/${role}`));
        assert.deepEqual(comparable(theirs("endpoints")), comparable(ours));
        assert.deepEqual(comparable(theirs("endpointslice")), comparable(ours));
      } finally {
        api.stop();
      }
    });
  }
});

type Raw = Readonly<Record<string, unknown>>;

const discovery = "pods";

/** The scrape configurations of plain mode, with the API server that is asked. */
function ourConfigs(raw: Raw, apiServer: string): readonly object[] {
  const objects = objectsOf(clusterSettings({ ...raw, kubernetes: { discovery } }));
  const file = objects.find(
    ({ kind, metadata }) => kind === "ConfigMap" && metadata.name === "prometheus",
  );
  const configuration = parse(String(at(file, "data", "prometheus.yml"))) as Fields;
  return list(configuration["scrape_configs"]).flatMap((config) => {
    const sources = list(config["kubernetes_sd_configs"]);
    if (sources.length === 0) return [];
    const asked = sources.map((source) => ({ ...source, api_server: apiServer }));
    return [{ ...config, kubernetes_sd_configs: asked, metric_relabel_configs: undefined }];
  });
}

function operatorConfigs(raw: Raw, role: Role, apiServer: string): readonly object[] {
  const objects = objectsOf(
    clusterSettings({ ...raw, kubernetes: { discovery, mode: "operator" } }),
  );
  const monitors = objects.filter(({ kind }) => /^(Pod|Service)Monitor$/.test(kind));
  return renderedByOperator(monitors, role, apiServer).map((config) => ({
    ...config,
    job_name: `${String((config as Fields)["job_name"])}/${role}`,
  }));
}

interface Found {
  readonly pool: string;
  readonly url: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The targets of a Prometheus with these configurations: as many, or those it has after 30 s. */
async function targetsOf(configs: readonly object[], many: number): Promise<readonly Found[]> {
  const directory = mkdtempSync(join(tmpdir(), "same-labels-"));
  const server = await startPrometheusIn(directory, program, () =>
    stringify({ scrape_configs: configs }, { aliasDuplicateObjects: false }),
  );
  try {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const answer = await fetch(`${server.url}/api/v1/targets?state=active`);
      const { data } = (await answer.json()) as { data: { activeTargets: readonly Fields[] } };
      if (data.activeTargets.length >= many || Date.now() > deadline) {
        return data.activeTargets.map(({ scrapePool, scrapeUrl, labels }) => ({
          pool: String(scrapePool),
          url: String(scrapeUrl),
          labels: labels as Found["labels"],
        }));
      }
      await setTimeout(50);
    }
  } finally {
    await server.stop();
    rmSync(directory, { recursive: true });
  }
}

/** Without the labels that the operator adds to those that our boards and rules read. */
function comparable(found: readonly Found[]): readonly string[] {
  return found
    .map(({ url, labels }) => {
      const own = Object.entries(labels).filter(([name]) => !["pod", "service"].includes(name));
      return `${url} ${own
        .map(([name, value]) => `${name}=${value}`)
        .sort()
        .join(" ")}`;
    })
    .sort();
}

function countsOf(jobs: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const job of jobs) counts[job] = (counts[job] ?? 0) + 1;
  return counts;
}
