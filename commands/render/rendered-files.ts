import { stringify } from "yaml";
import type { SecretShape } from "../../components/platforms/kubernetes/config-objects";
import type { Manifest } from "../../components/platforms/kubernetes/manifest";
import { shapeOperated } from "../../components/platforms/kubernetes/operator/shape";
import { manifestsOf, shapeCluster } from "../../components/platforms/kubernetes/shape";
import type { Plan } from "../../plan/plan";
import type { Workload } from "../../plan/workloads/workload";
import type { Settings } from "../../plan/settings/settings";
import { secretsPage } from "./secrets-page";

export interface RenderedFile {
  /** Relative to the folder that is written. */
  readonly path: string;
  readonly text: string;
}

/** The first line of every file: what may be overwritten, and removed when it is not rendered any more. */
export const header =
  "# Written by npm run render from the settings; changes here are overwritten.";

/** Everything that the stack would register, as YAML; of the secrets only what they must hold. */
export function renderedFiles(plan: Plan, settings: Settings): readonly RenderedFile[] {
  const { manifests, secrets, given } = renderedObjects(plan, settings);
  const files = [...groupByFile(manifests)].map(([path, members]) => ({
    path,
    text: `${header}\n${members.map(document).join("---\n")}`,
  }));
  return [
    ...files,
    {
      path: "kustomization.yaml",
      text: kustomization(
        files.map(({ path }) => path).filter((path) => !isAppliedApart(path, settings)),
      ),
    },
    ...(secrets.length === 0 && given.length === 0
      ? []
      : [{ path: "SECRETS.md", text: secretsPage(secrets, given, settings.kubernetes.namespace) }]),
  ];
}

export interface GivenSecret {
  readonly name: string;
  readonly keys: readonly string[];
}

export interface RenderedObjects {
  readonly manifests: readonly Manifest[];
  /** Which people must make themselves. */
  readonly secrets: readonly SecretShape[];
  /** Which somebody else makes, wherever the stack comes from: cert-manager, for example. */
  readonly given: readonly GivenSecret[];
}

export function renderedObjects(plan: Plan, settings: Settings): RenderedObjects {
  if (settings.kubernetes.mode === "operator") {
    return { manifests: shapeOperated(plan, settings), secrets: [], given: [] };
  }
  const shape = shapeCluster(plan.workloads, plan.stack, settings.kubernetes);
  return {
    manifests: manifestsOf(shape),
    secrets: shape.workloads.flatMap(({ secret }) => (secret === undefined ? [] : [secret])),
    given: givenSecrets(plan.workloads),
  };
}

function givenSecrets(workloads: readonly Workload[]): readonly GivenSecret[] {
  const keys = workloads.flatMap(({ container, sidecars = [] }) => [
    ...(container?.keysOfSecrets ?? []),
    ...sidecars.flatMap(({ secrets }) => secrets),
  ]);
  const names = [...new Set(keys.map(({ secret }) => secret))];
  return names.map((name) => ({
    name,
    keys: keys.filter(({ secret }) => secret === name).map(({ key }) => key),
  }));
}

/** With the namespace, `kubectl delete -k` would take the claims that are to be kept. */
export function isAppliedApart(path: string, { kubernetes }: Settings): boolean {
  return path === "namespace.yaml" && kubernetes.storage.keep;
}

/** One file for each workload, or for each kind of object where there is no workload. */
function groupByFile(manifests: readonly Manifest[]): ReadonlyMap<string, readonly Manifest[]> {
  const files = new Map<string, Manifest[]>();
  for (const manifest of manifests) {
    const path = `${fileOf(manifest)}.yaml`;
    files.set(path, [...(files.get(path) ?? []), manifest]);
  }
  return files;
}

const filesOfKinds: Readonly<Record<string, string>> = {
  Namespace: "namespace",
  NetworkPolicy: "network-policies",
  PodMonitor: "scraping",
  ServiceMonitor: "scraping",
  ScrapeConfig: "scraping",
  PrometheusRule: "rules",
  ConfigMap: "dashboards",
};

function fileOf({ kind, metadata }: Manifest): string {
  return metadata.labels["app.kubernetes.io/name"] ?? filesOfKinds[kind] ?? kind.toLowerCase();
}

function document(manifest: Manifest): string {
  return stringify(manifest, { lineWidth: 0, aliasDuplicateObjects: false });
}

function kustomization(resources: readonly string[]): string {
  const content = {
    apiVersion: "kustomize.config.k8s.io/v1beta1",
    kind: "Kustomization",
    resources,
  };
  return `${header}\n${stringify(content)}`;
}
