import { isLoopback } from "./address";
import { accessOf } from "./complete-settings";
import { completeKubernetes } from "./complete-kubernetes";
import type { CrossFinding } from "./finding";
import type { ParsedSettings } from "./schema";

type Check = (settings: ParsedSettings) => readonly CrossFinding[];

/** What platform kubernetes asks of the other settings, and what only it understands. */
export const kubernetesChecks: readonly Check[] = [
  groupIsForKubernetes,
  keysFitMode,
  operatorHasItsOwn,
  namespaceIsNotTheirs,
  certificateHasOnePlace,
  controllerIsNamed,
  podsListenEverywhere,
  deploymentIsInCluster,
  discoveryHasDeployment,
];

/** What the user wrote; the groups that have defaults are empty maps where nothing is written. */
function keysSet({ kubernetes }: ParsedSettings): readonly string[] {
  return Object.entries(kubernetes).flatMap(([key, value]) => {
    if (value === undefined) return [];
    if (key !== "storage" && key !== "operator") return [key];
    return Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([inner]) => `${key}.${inner}`);
  });
}

function groupIsForKubernetes(settings: ParsedSettings): readonly CrossFinding[] {
  const { platform } = settings;
  if (platform === "kubernetes") return [];
  return keysSet(settings).map((key) => ({
    path: ["kubernetes", ...key.split(".")],
    message: `means nothing with platform: ${platform}. Remove it, or set platform: kubernetes.`,
    involves: [["platform"]],
  }));
}

const keysOfMode = {
  plain: ["replicas", "storage", "access", "expose", "thanos"],
  operator: ["operator"],
} as const;

function keysFitMode(settings: ParsedSettings): readonly CrossFinding[] {
  if (settings.platform !== "kubernetes") return [];
  const { mode } = completeKubernetes(settings.kubernetes);
  const other = mode === "plain" ? "operator" : "plain";
  const foreign: readonly string[] = keysOfMode[other];
  return keysSet(settings)
    .filter((key) => foreign.includes(key.split(".")[0] ?? ""))
    .map((key) => ({
      path: ["kubernetes", ...key.split(".")],
      message: `means nothing with mode: ${mode}; it is for mode: ${other}. Remove it, or change kubernetes.mode.`,
      involves: [["kubernetes", "mode"]],
    }));
}

function operatorHasItsOwn(settings: ParsedSettings): readonly CrossFinding[] {
  const { platform, alertmanager, prometheus, exporters, grafana } = settings;
  const { mode } = completeKubernetes(settings.kubernetes);
  if (platform !== "kubernetes" || mode !== "operator") return [];
  const asked: readonly [asked: boolean, ...path: string[]][] = [
    [alertmanager.receivers.length > 0, "alertmanager", "receivers"],
    [prometheus.remoteWrite.length > 0, "prometheus", "remoteWrite"],
    [prometheus.agent, "prometheus", "agent"],
    [prometheus.authentication !== undefined, "prometheus", "authentication"],
    [prometheus.tls !== undefined, "prometheus", "tls"],
    [grafana.persistent, "grafana", "persistent"],
    [exporters.redis.enabled === true, "exporters", "redis", "enabled"],
    [exporters.redis.address !== undefined, "exporters", "redis", "address"],
    [exporters.blackbox.enabled === true, "exporters", "blackbox", "enabled"],
    [exporters.blackbox.urls.length > 0, "exporters", "blackbox", "urls"],
  ];
  return asked
    .filter(([isAsked]) => isAsked)
    .map(([, ...path]) => ({
      path,
      message:
        "means nothing with mode: operator, where no server of this stack runs: the cluster's own " +
        "monitoring does it. Set it there, and remove it here.",
      involves: [["kubernetes", "mode"]],
    }));
}

/** Made by the stack, it would go with the stack, and the ChatQnA with it. */
function namespaceIsNotTheirs(settings: ParsedSettings): readonly CrossFinding[] {
  const { platform, targets } = settings;
  const { namespace, createNamespace } = completeKubernetes(settings.kubernetes);
  if (platform !== "kubernetes" || !createNamespace || targets.chatqna === undefined) return [];
  const access = accessOf(targets.chatqna);
  if (!("namespace" in access) || access.namespace !== namespace) return [];
  return [
    {
      path: ["kubernetes", "namespace"],
      message: `is "${namespace}", where the ChatQnA is: made by this stack, it would be removed with it. Name another, or set kubernetes.createNamespace: false.`,
      involves: [["targets", "chatqna", "namespace"]],
    },
  ];
}

function certificateHasOnePlace({
  platform,
  kubernetes: { expose },
}: ParsedSettings): readonly CrossFinding[] {
  if (platform !== "kubernetes" || expose?.gateway === undefined) return [];
  return (["ingressClass", "tlsSecret"] as const)
    .filter((key) => expose[key] !== undefined)
    .map((key) => ({
      path: ["kubernetes", "expose", key],
      message:
        "is for an Ingress, and a Gateway is named: its own listener has the certificate. Remove one of the two.",
      involves: [["kubernetes", "expose", "gateway"]],
    }));
}

/** Nothing else lets the controller's pods through to Grafana's. */
function controllerIsNamed({ platform, kubernetes }: ParsedSettings): readonly CrossFinding[] {
  const { expose, access = [] } = kubernetes;
  if (platform !== "kubernetes" || expose === undefined || access.length > 0) return [];
  return [
    {
      path: ["kubernetes", "access"],
      message: `is missing; requests for ${expose.host} come from pods of the ingress controller or the gateway, and nothing says which. Name their namespace, like:\npulumi config set --path 'chatqna-monitoring:kubernetes.access[0].namespace' ingress-nginx`,
      involves: [["kubernetes", "expose"]],
    },
  ];
}

function podsListenEverywhere(settings: ParsedSettings): readonly CrossFinding[] {
  if (settings.platform !== "kubernetes") return [];
  return (["prometheus", "grafana"] as const)
    .filter((server) => !isLoopback(settings[server].bind))
    .map((server) => ({
      path: [server, "bind"],
      message:
        "means nothing in a pod, which listens on its own address; who reaches it, kubernetes.access and " +
        "kubernetes.expose say. Remove it.",
      involves: [["platform"]],
    }));
}

/** A stand-in plays on this machine. */
function deploymentIsInCluster({ platform, targets }: ParsedSettings): readonly CrossFinding[] {
  const via = targets.chatqna?.via;
  if (platform !== "kubernetes" || (via !== "replay" && via !== "simulator")) return [];
  return [
    {
      path: ["targets", "chatqna", "via"],
      message:
        `is "${via}"${via === "simulator" ? ", as it is where no targets are named" : ""}; it plays on this machine, ` +
        "where no pod looks for it. Name your deployment: via: helm, manifests or gmc.",
      involves: [["platform"]],
    },
  ];
}

/** Pods are asked for in the namespace of a deployment that has one. */
function discoveryHasDeployment({
  platform,
  kubernetes: { discovery },
  targets: { chatqna },
}: ParsedSettings): readonly CrossFinding[] {
  if (platform !== "kubernetes" || discovery !== "pods") return [];
  if (chatqna !== undefined && "namespace" in accessOf(chatqna)) return [];
  return [
    {
      path: ["kubernetes", "discovery"],
      message:
        'is "pods", and no deployment in the cluster is named whose pods could be found. Set targets.chatqna.via to helm, manifests or gmc, or remove this.',
      involves: [["targets", "chatqna"]],
    },
  ];
}
