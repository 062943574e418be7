import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { withGrafanaSecrets } from "../../../../commands/render";
import type { Manifest } from "../../../../components/platforms/kubernetes/manifest";
import { shapeOperated } from "../../../../components/platforms/kubernetes/operator/shape";
import {
  type KubernetesShape,
  manifestsOf,
  shapeCluster,
} from "../../../../components/platforms/kubernetes/shape";
import { type Plan, makePlan } from "../../../../plan/plan";
import type { Settings } from "../../../../plan/settings/settings";
import { readStackFile } from "../../../../plan/settings/stack-file";
import { noImports, settingsFrom } from "../../../plan/planned";

export type Raw = Readonly<Record<string, unknown>>;

/** Settings on platform kubernetes, as a user writes them. */
export function clusterSettings(raw: Raw = {}): Settings {
  const targets = { chatqna: { via: "helm", release: "1.4" } };
  return withGrafanaSecrets(settingsFrom({ platform: "kubernetes", targets, ...raw }));
}

export function prodSettings(): Settings {
  const parsed = readStackFile(readFileSync("Pulumi.prod.yaml", "utf8"), "prod");
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return withGrafanaSecrets(parsed.settings);
}

export function planOf(settings: Settings, stack = "prod"): Plan {
  return makePlan(settings, { stack, dashboards: noImports });
}

export function shapeOf(settings: Settings): KubernetesShape {
  return shapeCluster(planOf(settings).workloads, "prod", settings.kubernetes);
}

/** Everything that is registered, a Secret without its values among it. */
export function objectsOf(settings: Settings): readonly Manifest[] {
  if (settings.kubernetes.mode === "operator") return shapeOperated(planOf(settings), settings);
  const shape = shapeOf(settings);
  const secrets = shape.workloads.flatMap(({ secret }) =>
    secret === undefined ? [] : [secret.manifest],
  );
  return [...manifestsOf(shape), ...secrets];
}

/** A certificate that nobody trusts; its key is nowhere. */
const authority = readFileSync(join(__dirname, "authority.pem"), "utf8");
const createdKey = generateKeyPairSync("ed25519")
  .privateKey.export({ format: "pem", type: "pkcs8" })
  .toString();

const bcrypt = `$2y$10$${"abcdefghijklmnopqrstuv".padEnd(53, "x")}`;

/** The environments whose objects are committed, so that a review shows what a change does to them. */
export const environments: Readonly<Record<string, () => Settings>> = {
  prod: prodSettings,
  /** The original guide's manifests, and every part that `prod` has not. */
  guide: () =>
    clusterSettings({
      kubernetes: {
        access: [{ namespace: "ingress-nginx", podLabels: { app: "controller" } }],
        expose: { host: "grafana.example", ingressClass: "nginx", tlsSecret: "grafana-tls" },
        storage: { class: "local-path" },
      },
      targets: {
        chatqna: { via: "manifests", release: "1.1", hardware: "gaudi", engine: "tgi" },
        static: [{ job: "node", component: "host", address: "10.0.0.7:9100" }],
      },
      prometheus: {
        authentication: {
          users: { monitor: bcrypt },
          monitor: { username: "monitor", password: "hunter2" },
        },
        remoteWrite: [
          { name: "mimir", url: "https://mimir.example/api/v1/push", bearerToken: "hunter2" },
        ],
      },
      alertmanager: {
        receivers: [{ name: "oncall", webhook: { url: "http://hook.chat.svc:8080/" } }],
      },
      grafana: { persistent: true },
    }),
  /** Two that keep nothing, and a receiver with everything that can be set of one. */
  agent: () =>
    clusterSettings({
      kubernetes: { replicas: 2 },
      grafana: { enabled: false },
      prometheus: {
        agent: true,
        remoteWrite: [
          {
            name: "mimir",
            url: "https://mimir.example/api/v1/push",
            username: "chatqna",
            password: "hunter2",
            headers: { "X-Scope-OrgID": "chatqna" },
            timeout: "10s",
            only: ["up", "tgi_.*"],
            queue: {
              ...{ minShards: 2, maxShards: 10, capacity: 20_000, maxSamplesPerSend: 5000 },
              ...{ batchSendDeadline: "10s", minBackoff: "100ms", maxBackoff: "30s" },
              ...{ retryOnRateLimit: true, sampleAgeLimit: "30m" },
            },
            tls: {
              ca: authority,
              certificate: authority,
              key: createdKey,
              serverName: "mimir.example",
            },
          },
        ],
      },
    }),
  /** Thanos beside a Prometheus that lets in nobody without a password. */
  thanos: () =>
    clusterSettings({
      kubernetes: {
        replicas: 2,
        thanos: {
          objectStorage: { secretName: "thanos-objstore", endpoint: "s3.example:443" },
          access: [{ namespace: "thanos", podLabels: { app: "thanos-query" } }],
        },
      },
      grafana: { enabled: false },
      prometheus: {
        authentication: {
          users: { monitor: bcrypt },
          monitor: { username: "monitor", password: "hunter2" },
        },
      },
    }),
  /** HTTPS with the certificate of a Secret that somebody else makes. */
  tls: () =>
    clusterSettings({
      targets: { static: [{ job: "tgi", address: "tgi.chat.svc.cluster.local:80" }] },
      prometheus: { tls: { secretName: "prometheus-tls" } },
    }),
  /** Every way in which an operator finds a target. */
  "operator-pods": () =>
    clusterSettings({
      kubernetes: { mode: "operator", discovery: "pods", operator: { release: "monitoring" } },
      targets: {
        chatqna: {
          ...{ via: "helm", release: "1.4", vectorStore: "qdrant", namespace: "chat" },
          services: { retriever: { address: "mine.chat.svc.cluster.local:7000" } },
        },
        static: [{ job: "node", component: "host", address: "10.0.0.7:9100" }],
      },
    }),
  operator: () =>
    clusterSettings({
      kubernetes: { mode: "operator" },
      targets: {
        chatqna: { via: "helm", release: "1.4" },
        static: [{ job: "qdrant", address: "vectors.chat.svc.cluster.local:6333" }],
      },
    }),
};
