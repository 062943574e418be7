import { completeKubernetes } from "./complete-kubernetes";
import type { CrossFinding } from "./finding";
import type { ParsedSettings } from "./schema";

type Check = (settings: ParsedSettings) => readonly CrossFinding[];

/** Files of this machine or a Secret of the cluster: which of the two, the platform says. */
export const tlsChecks: readonly Check[] = [podsSeeSecrets, othersSeeFiles];

const path = ["prometheus", "tls"] as const;
const ofFiles = ["certFile", "keyFile", "caFile"] as const;
const ofSecret = ["secretName", "serverName", "authority"] as const;

function podsSeeSecrets(settings: ParsedSettings): readonly CrossFinding[] {
  const { tls } = settings.prometheus;
  const { mode, namespace } = completeKubernetes(settings.kubernetes);
  // Beside an operator it means nothing at all, which is said elsewhere.
  if (settings.platform !== "kubernetes" || tls === undefined || mode === "operator") return [];
  const set = ofFiles.filter((key) => tls[key] !== undefined);
  const files = set.map((key) => ({
    path: [...path, key],
    message:
      "is a file of this machine, which no pod sees. Make a Secret of the files, name it in prometheus.tls.secretName, and remove this:\n" +
      `kubectl -n ${namespace} create secret generic prometheus-tls --type=kubernetes.io/tls --from-file=tls.crt=CERTIFICATE --from-file=tls.key=KEY --from-file=ca.crt=AUTHORITY`,
    involves: [["platform"]],
  }));
  if (tls.secretName !== undefined || set.length > 0) return files;
  return [
    {
      path: [...path, "secretName"],
      message:
        "is missing; it names the Secret that has the certificate, like prometheus-tls. Set it, or remove prometheus.tls.",
      involves: [["platform"]],
    },
  ];
}

function othersSeeFiles({
  platform,
  prometheus: { tls },
}: ParsedSettings): readonly CrossFinding[] {
  if (platform === "kubernetes" || tls === undefined) return [];
  const set = ofSecret.filter((key) => tls[key] !== undefined);
  if (set.length > 0) {
    return set.map((key) => ({
      path: [...path, key],
      message: `is for a Secret of a cluster, and platform ${platform} has none. Name files of this machine in prometheus.tls.certFile and keyFile, or set platform: kubernetes.`,
      involves: [["platform"]],
    }));
  }
  return (["certFile", "keyFile"] as const)
    .filter((key) => tls[key] === undefined)
    .map((key) => ({
      path: [...path, key],
      message:
        'is missing; a file is named by its absolute path, like "/etc/prometheus/tls/server.pem".',
      involves: [],
    }));
}
