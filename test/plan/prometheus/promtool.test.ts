import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { shapeCluster } from "../../../components/platforms/kubernetes/shape";
import { makePlan } from "../../../plan/plan";
import type { Reach, ReachKind } from "../../../plan/targets/deployment";
import { allDeployments } from "../../../plan/targets/deployment-problems";
import { runTool, testTools, unless } from "../../tools";
import { filesOf } from "../filled";
import { noImports, planFrom, programs, settingsFrom } from "../planned";

/** Each promtool with the version of Prometheus that is rendered for. */
const releases = [
  { promtool: "2.42", version: "2.42.0+ds" },
  { promtool: "2.52", version: "2.52.0" },
  { promtool: "3", version: "3.16.0" },
] as const;

const namespace = "default";
const reaches: { readonly [Kind in ReachKind]: Extract<Reach, { via: Kind }> } = {
  host: { via: "host", host: "localhost" },
  compose: { via: "compose" },
  helm: { via: "helm", release: "chatqna", namespace },
  manifests: { via: "manifests", namespace },
  gmc: { via: "gmc", namespace },
};

const bcrypt = `$2y$10$${"abcdefghijklmnopqrstuv".padEnd(53, "x")}`;

describe("what is rendered loads in the Prometheus it is rendered for", () => {
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "promtool-"));
  });
  after(() => {
    rmSync(directory, { recursive: true });
  });

  const write = (file: string, content: string): void => {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), content);
  };

  for (const { promtool: name, version } of releases) {
    const promtool = testTools.promtool[name];
    const skip = unless(promtool, `promtool ${name}`);

    it(`${version}: every deployment of the catalogue, reached every way`, { skip }, () => {
      const base = settingsFrom({});
      const configurations = allDeployments().map(({ deployment, via }, index) => {
        const settings = {
          ...base,
          targets: { chatqna: { deployment, access: reaches[via], services: {} }, static: [] },
        };
        const plan = makePlan(settings, {
          stack: "test",
          dashboards: noImports,
          programs: programs(version),
        });
        const files = filesOf(plan, "prometheus");
        for (const [file, content] of files) {
          write(`${name}/${file === "prometheus.yml" ? `${index}.yml` : file}`, content);
        }
        return `${name}/${index}.yml`;
      });
      assert.ok(configurations.length > 100, `only ${configurations.length} deployments`);
      runTool(promtool ?? "", ["check", "config", ...configurations], directory);
    });

    const noDiscovery = version.endsWith("+ds") && "Debian builds it without Kubernetes' discovery";
    it(
      `${version}: two servers in a cluster that ask for pods`,
      { skip: skip || noDiscovery },
      () => {
        const settings = settingsFrom({
          platform: "kubernetes",
          kubernetes: { discovery: "pods", replicas: 2 },
          targets: { chatqna: { via: "helm", release: "1.4", vectorStore: "qdrant" } },
          prometheus: { version: version.replace("+ds", "") },
          grafana: { enabled: false },
        });
        const plan = makePlan(settings, { stack: "test", dashboards: noImports });
        const { workloads } = shapeCluster(plan.workloads, "test", settings.kubernetes);
        const config = workloads
          .flatMap(({ before }) => before)
          .find(({ kind, metadata }) => kind === "ConfigMap" && metadata.name === "prometheus");
        write(
          `${name}/prometheus.yml`,
          Reflect.get(config?.["data"] as object, "prometheus.yml") as string,
        );
        // A secret of a pod that is not there here: the account's token.
        runTool(
          promtool ?? "",
          ["check", "config", "--syntax-only", `${name}/prometheus.yml`],
          directory,
        );
      },
    );

    it(`${version}: every optional part at once`, { skip }, () => {
      const plan = planFrom(
        {
          prometheus: {
            authentication: {
              users: { monitor: bcrypt },
              monitor: { username: "monitor", password: "not shown" },
            },
            externalLabels: { region: "eu" },
            remoteWrite: [
              {
                name: "mimir",
                url: "https://mimir/api/v1/push",
                username: "a",
                password: "b",
                headers: { "X-Scope-OrgID": "chatqna" },
                only: ["up", "chatqna:.*"],
                queue: {
                  ...{ minShards: 2, maxShards: 10, capacity: 20_000, maxSamplesPerSend: 5000 },
                  ...{ batchSendDeadline: "10s", minBackoff: "100ms", maxBackoff: "30s" },
                  retryOnRateLimit: true,
                  ...(name !== "2.42" && { sampleAgeLimit: "30m" }),
                },
                tls: { serverName: "mimir.example" },
              },
              { name: "vm", url: "https://vm/api/v1/write", bearerToken: "c" },
            ],
            keep: ["tgi_batch_next_size_bucket"],
          },
          targets: { static: [{ job: "tgi", address: "localhost:9009", scheme: "https" }] },
        },
        programs(version),
      );
      for (const [file, content] of filesOf(plan, "prometheus")) {
        write(
          `${name}-all/${file}`,
          content.replaceAll("{prometheus.authentication.users.monitor}", bcrypt),
        );
      }
      runTool(promtool ?? "", ["check", "config", `${name}-all/prometheus.yml`], directory);
      runTool(promtool ?? "", ["check", "web-config", `${name}-all/web.yml`], directory);
      const rules = plan.rules.map((group) => `${name}-all/rules/${group.name}.yml`);
      runTool(
        promtool ?? "",
        ["check", "rules", "--lint=all", "--lint-fatal", ...rules],
        directory,
      );
    });
  }
});
