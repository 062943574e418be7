import type { Artifact, Objection } from "./artifacts";
import { etcd, kubernetes, kwok } from "./control-plane-artifacts";
import {
  actionlint,
  alertmanager,
  atLeast,
  grafana,
  nodeExporter,
  prometheus,
  prometheus3,
  promtool242,
  promtool252,
  promtool3,
  pulumi,
} from "./artifacts";
import type { Program } from "./executable-version";
import type { ToolName } from "./tool";
import { versions } from "./versions";

/** How a tool is recognized, and what brings it when the machine has none. */
export interface ToolSpecification {
  /** The environment variable that names it. */
  readonly variable?: string;
  /** The executable; Grafana is looked at by `home` instead. */
  readonly program: Program;
  /** As others call the same executable, on PATH. */
  readonly alsoCalled?: readonly string[];
  /** Executables that must lie in the same directory. */
  readonly companions: readonly string[];
  readonly objection: Objection;
  /** What is obtained when there is none. */
  readonly artifact: Artifact;
  /** What else in the cache may contain it. */
  readonly alsoIn: readonly Artifact[];
  /** Where we can use it, if not everywhere. */
  readonly onlyOn?: NodeJS.Platform;
  /** Whether stack `local` and the tests can do nothing at all without it. */
  readonly required: boolean;
  readonly neededFor: string;
  /** The command that obtains it, as people type it. */
  readonly obtainedBy: "npm start" | "npm test" | "npm run e2e:kubernetes";
  /** What helps where no source has it; a sentence. */
  readonly remedy: string;
  /**
   * How long a failure is remembered, in hours. What is optional must not cost every start an
   * attempt at a network that is not there.
   */
  readonly retryAfterHours?: number;
}

const orGo = "install Go 1.26.7 or newer";

function promtoolFor(
  artifact: Artifact,
  range: { readonly from: string; readonly below: string },
  alsoIn: readonly Artifact[],
): ToolSpecification {
  const tooOld = atLeast(range.from);
  const newEnough = atLeast(range.below);
  return {
    program: "promtool",
    companions: [],
    objection: (version) =>
      tooOld(version) ??
      (newEnough(version) === undefined ? `not below ${range.below}` : undefined),
    artifact,
    alsoIn,
    required: false,
    neededFor: "npm test: the configuration must load in this version too",
    obtainedBy: "npm test",
    remedy: `To run these tests as well, ${orGo} or put the release's promtool on PATH.`,
  };
}

export const toolCatalogue: Record<ToolName, ToolSpecification> = {
  pulumi: {
    variable: "CHATQNA_MONITORING_PULUMI",
    program: "pulumi",
    companions: ["pulumi-language-nodejs"],
    objection: atLeast(versions.pulumi.minimum),
    artifact: pulumi,
    alsoIn: [],
    required: true,
    neededFor: "every stack: previews, applies and destroys it",
    obtainedBy: "npm start",
    remedy: `Install the Pulumi CLI (pulumi.com/docs/iac/download-install) or ${orGo}, and try again.`,
  },
  prometheus: {
    variable: "CHATQNA_MONITORING_PROMETHEUS",
    program: "prometheus",
    companions: [],
    objection: atLeast(versions.prometheus.minimum),
    artifact: prometheus,
    alsoIn: [],
    required: true,
    neededFor: "stack local: scrapes the targets, evaluates the rules",
    obtainedBy: "npm start",
    remedy: `Unpack a release of Prometheus and put it on PATH, or ${orGo}, and try again.`,
  },
  promtool: {
    variable: "CHATQNA_MONITORING_PROMTOOL",
    program: "promtool",
    companions: [],
    objection: atLeast(versions.prometheus.minimum),
    artifact: prometheus,
    alsoIn: [],
    required: true,
    neededFor: "npm test: checks the configuration, tests the rules",
    obtainedBy: "npm start",
    remedy: `Unpack a release of Prometheus and put it on PATH, or ${orGo}, and try again.`,
  },
  grafana: {
    variable: "GRAFANA_HOME",
    program: "grafana",
    alsoCalled: ["grafana-server"],
    companions: [],
    objection: atLeast(versions.grafana.minimum),
    artifact: grafana,
    alsoIn: [],
    required: false,
    neededFor: "stack local: shows the dashboards",
    obtainedBy: "npm start",
    remedy: "Stack local runs without it; to have it, unpack a release and set GRAFANA_HOME to it.",
    retryAfterHours: 24,
  },
  node_exporter: {
    variable: "CHATQNA_MONITORING_NODE_EXPORTER",
    program: "node_exporter",
    alsoCalled: ["prometheus-node-exporter"],
    companions: [],
    objection: atLeast(versions.nodeExporter.minimum),
    artifact: nodeExporter,
    alsoIn: [],
    // Elsewhere it has other collectors and refuses the flags of those that it lacks.
    onlyOn: "linux",
    required: false,
    neededFor: "stack local: measures this machine, on Linux",
    obtainedBy: "npm start",
    remedy:
      "Stack local runs without it and does not measure this machine; to have that, unpack a release and put it on PATH.",
    retryAfterHours: 24,
  },
  alertmanager: {
    variable: "CHATQNA_MONITORING_ALERTMANAGER",
    program: "alertmanager",
    alsoCalled: ["prometheus-alertmanager"],
    companions: [],
    objection: atLeast(versions.alertmanager.minimum),
    artifact: alertmanager,
    alsoIn: [],
    required: false,
    neededFor: "stack local: tells people of alerts, where alertmanager.receivers are set",
    obtainedBy: "npm start",
    remedy: `Unpack a release of Alertmanager and put it on PATH, or ${orGo}, and try again.`,
  },
  "kube-apiserver": {
    program: "kube-apiserver",
    companions: ["kube-controller-manager", "kube-scheduler"],
    objection: atLeast(versions.kubernetes.minimum),
    artifact: kubernetes,
    alsoIn: [],
    required: false,
    neededFor: "npm run e2e:kubernetes: a real control plane, where no cluster is named",
    obtainedBy: "npm run e2e:kubernetes",
    remedy: `Name a cluster with --kubeconfig, or ${orGo}.`,
  },
  kwok: {
    program: "kwok",
    companions: [],
    objection: atLeast(versions.kwok.minimum),
    artifact: kwok,
    alsoIn: [],
    required: false,
    neededFor: "npm run e2e:kubernetes: a node in that control plane, which runs nothing",
    obtainedBy: "npm run e2e:kubernetes",
    remedy: `Name a cluster with --kubeconfig, or ${orGo}.`,
  },
  etcd: {
    program: "etcd",
    companions: [],
    objection: atLeast(versions.etcd.minimum),
    artifact: etcd,
    alsoIn: [],
    required: false,
    neededFor: "npm run e2e:kubernetes: where that API server keeps its objects",
    obtainedBy: "npm run e2e:kubernetes",
    remedy: "Name a cluster with --kubeconfig, or put etcd on PATH.",
  },
  actionlint: {
    program: "actionlint",
    companions: [],
    objection: atLeast(versions.actionlint.minimum),
    artifact: actionlint,
    alsoIn: [],
    required: false,
    neededFor: "npm test: checks the workflows of GitHub Actions",
    obtainedBy: "npm test",
    remedy: `To run this test as well, ${orGo} or put actionlint on PATH.`,
    retryAfterHours: 24,
  },
  "promtool-2.42": promtoolFor(promtool242, { from: "2.42.0", below: "2.43.0" }, [prometheus]),
  "promtool-2.52": promtoolFor(promtool252, { from: "2.52.0", below: "2.53.0" }, [prometheus]),
  "promtool-3": promtoolFor(promtool3, { from: "3.16.0", below: "4.0.0" }, [prometheus]),
  "prometheus-3": {
    program: "prometheus",
    companions: [],
    objection: atLeast("3.0.0"),
    artifact: prometheus3,
    alsoIn: [prometheus],
    required: false,
    neededFor: "npm test: every query of the boards is put to this version too",
    obtainedBy: "npm test",
    remedy: `To run these tests as well, ${orGo} or put the release's prometheus on PATH.`,
    retryAfterHours: 24,
  },
};
