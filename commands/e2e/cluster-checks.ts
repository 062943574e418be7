import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { ServerManifest } from "../../components/platforms/kubernetes/manifest";
import { shapeCluster } from "../../components/platforms/kubernetes/shape";
import { makePlan } from "../../plan/plan";
import { parseSettings } from "../../plan/settings/parse-settings";
import type { Settings } from "../../plan/settings/settings";
import { renderedFiles } from "../render/rendered-files";
import { writeFiles } from "../render/write-files";
import type { Kubectl } from "./kubectl";

/** What a stack is brought into, and removed with everything in it at the end. */
export interface ScratchNamespaces {
  readonly monitoring: string;
  readonly chatqna: string;
}

const stack = "e2e";
const dashboards = { imported: [] };

/** Every part of plain mode that needs nothing beside Kubernetes itself. */
export function scratchSettings(
  { monitoring, chatqna }: ScratchNamespaces,
  scrapeInterval = "15s",
): Settings {
  const raw = {
    platform: "kubernetes",
    kubernetes: {
      namespace: monitoring,
      replicas: 2,
      discovery: "pods",
      access: [{ namespace: "ingress-nginx" }],
      expose: { host: "grafana.example" },
    },
    targets: { chatqna: { via: "helm", release: "1.4", namespace: chatqna } },
    prometheus: { scrapeInterval },
    grafana: { adminPassword: "unused", secretKey: "unused", persistent: true },
    alertmanager: { receivers: [{ name: "oncall", webhook: { url: "http://hook.example/" } }] },
  };
  const parsed = parseSettings(raw, { stack, isSecret: () => true });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.settings;
}

/**
 * Applies the rendered objects as people do.
 * @throws Error with what the API server refuses, or warns of
 */
export async function applyStack(kubectl: Kubectl, settings: Settings): Promise<void> {
  await withRendered(settings, async (directory) => {
    const { stderr } = await kubectl.run([
      "apply",
      "--server-side",
      "--validate=strict",
      "--kustomize",
      directory,
    ]);
    if (/^Warning/m.test(stderr)) throw new Error(`The API server warns:\n${stderr}`);
  });
}

/** All but the namespace, whose end takes a controller that may not be there. */
export async function deleteStack(kubectl: Kubectl, settings: Settings): Promise<void> {
  await withRendered(settings, async (directory) => {
    await kubectl.run(["delete", "--wait=false", "--ignore-not-found", "--kustomize", directory]);
  });
}

async function withRendered(
  settings: Settings,
  use: (directory: string) => Promise<void>,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "e2e-manifests-"));
  try {
    writeFiles(directory, renderedFiles(makePlan(settings, { stack, dashboards }), settings));
    await use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * Whether admission lets the pods in. It judges pods, not what makes them: so each is made by hand,
 * and not kept.
 */
export async function expectPodsAdmitted(kubectl: Kubectl, settings: Settings): Promise<void> {
  const { namespace } = settings.kubernetes;
  const plan = makePlan(settings, { stack, dashboards });
  const { workloads } = shapeCluster(plan.workloads, stack, settings.kubernetes);
  // A controller makes it, in a cluster that has all of them.
  await kubectl.attempt(["create", "serviceaccount", "default", "--namespace", namespace]);
  for (const { server } of workloads) {
    await kubectl.run(["create", "--dry-run=server", "--filename=-"], podOf(server, namespace));
  }
  const pod = { containers: [{ name: "careless", image: "careless" }] };
  const { code, stderr } = await kubectl.attempt(
    ["create", "--dry-run=server", "--filename=-"],
    podText("careless", namespace, pod),
  );
  if (code === 0 || !stderr.includes('violates PodSecurity "restricted')) {
    throw new Error(`A careless pod was not refused by Pod Security: ${stderr}`);
  }
}

/** As the StatefulSet's controller would make it: with its claims among the volumes. */
function podOf(server: ServerManifest, namespace: string): string {
  const { name } = server.metadata;
  const { spec } = server.spec.template;
  const claims = field(server.spec, "volumeClaimTemplates").map((claim) => {
    const own = (claim as { readonly metadata: { readonly name: string } }).metadata.name;
    return { name: own, persistentVolumeClaim: { claimName: `${own}-${name}-0` } };
  });
  const volumes = [...field(spec, "volumes"), ...claims];
  return podText(name, namespace, { ...(spec as object), volumes });
}

function field(value: unknown, key: string): readonly unknown[] {
  const found = (value as Readonly<Record<string, unknown>>)[key];
  return Array.isArray(found) ? (found as readonly unknown[]) : [];
}

function podText(name: string, namespace: string, spec: unknown): string {
  return stringify({ apiVersion: "v1", kind: "Pod", metadata: { name, namespace }, spec });
}

/** What Prometheus' account may do, and what it must not. */
export async function expectRights(
  kubectl: Kubectl,
  { monitoring, chatqna }: ScratchNamespaces,
): Promise<void> {
  const account = `system:serviceaccount:${monitoring}:prometheus`;
  const rights = [
    ["list", "pods", chatqna, "yes"],
    ["watch", "endpointslices.discovery.k8s.io", chatqna, "yes"],
    ["list", "services", chatqna, "yes"],
    ["list", "secrets", chatqna, "no"],
    ["delete", "pods", chatqna, "no"],
    ["list", "pods", monitoring, "no"],
    ["list", "pods", "kube-system", "no"],
    ["list", "nodes", "", "no"],
  ] as const;
  for (const [verb, resource, namespace, expected] of rights) {
    const where = namespace === "" ? [] : ["--namespace", namespace];
    const { stdout } = await kubectl.attempt([
      ...["auth", "can-i", verb, resource, "--as", account],
      ...where,
    ]);
    const answer = stdout.trim().split("\n").at(-1) ?? "";
    if (answer !== expected) {
      throw new Error(
        `${account} may ${verb} ${resource} in ${namespace}: ${answer}, not ${expected}`,
      );
    }
  }
}

/** By `Kind/name`, what the API server counts up with each change of an object. */
export async function versionsOf(
  kubectl: Kubectl,
  namespace: string,
): Promise<ReadonlyMap<string, string>> {
  const found = (await kubectl.json([
    "get",
    "configmaps,statefulsets,deployments,services,networkpolicies",
    "--namespace",
    namespace,
    "--selector=app.kubernetes.io/part-of=chatqna-monitoring",
  ])) as { readonly items: readonly ListedObject[] };
  return new Map(
    found.items.map(({ kind, metadata: { name, generation, resourceVersion } }) => [
      `${kind}/${name}`,
      // Controllers write an object's status, which counts up its version and not its generation.
      String(generation ?? resourceVersion),
    ]),
  );
}

interface ListedObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly generation?: number;
    readonly resourceVersion: string;
  };
}

/** The objects that changed between two looks. */
export function changedBetween(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((id) => before.get(id) !== after.get(id))
    .sort();
}
