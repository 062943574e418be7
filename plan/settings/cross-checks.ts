import { agentChecks } from "./agent-checks";
import { alertmanagerChecks } from "./alertmanager-checks";
import type { CrossFinding } from "./finding";
import { dockerChecks } from "./docker-checks";
import { exporterChecks } from "./exporter-checks";
import { grafanaChecks } from "./grafana-checks";
import { hostPortFindings } from "./host-ports";
import { kubernetesChecks } from "./kubernetes-checks";
import { podAddressChecks } from "./pod-address-checks";
import { objectiveChecks } from "./objectives-checks";
import { prometheusChecks } from "./prometheus-checks";
import { remoteWriteChecks } from "./remote-write-checks";
import type { ParsedSettings } from "./schema";
import { staticTargetChecks } from "./static-target-checks";
import { thanosChecks } from "./thanos-checks";
import { tlsChecks } from "./tls-checks";
import { deploymentChecks } from "./deployment-checks";

/** What no setting is wrong in alone: the checks of several settings against each other. */
const checks = [
  ...deploymentChecks,
  ...staticTargetChecks,
  ...prometheusChecks,
  ...remoteWriteChecks,
  ...agentChecks,
  ...objectiveChecks,
  ...dockerChecks,
  ...kubernetesChecks,
  ...thanosChecks,
  ...tlsChecks,
  ...podAddressChecks,
  ...grafanaChecks,
  ...alertmanagerChecks,
  ...exporterChecks,
  hostPortFindings,
];

export function crossFindings(settings: ParsedSettings): readonly CrossFinding[] {
  return checks.flatMap((check) => check(settings));
}
