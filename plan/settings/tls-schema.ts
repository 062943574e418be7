import { z } from "zod";
import { absolutePath, oneOf } from "./kinds";
import { objectName } from "./name-kinds";
import { hostName } from "./network-kinds";
import { settingDocs } from "./registries";
import { authorities } from "./tls";

/** Which of them stand together, `tls-checks.ts` says: on platform kubernetes it is the Secret. */
export const tlsSchema = z.strictObject({
  certFile: absolutePath()
    .register(settingDocs, {
      description: "The server's certificate, PEM.",
      example: "/etc/prometheus/tls/server.pem",
    })
    .optional(),
  keyFile: absolutePath()
    .register(settingDocs, {
      description: "The certificate's key, PEM.",
      example: "/etc/prometheus/tls/server.key",
    })
    .optional(),
  caFile: absolutePath()
    .register(settingDocs, {
      description: "Who signed the certificate, PEM, where this machine does not know it.",
      example: "/etc/prometheus/tls/ca.pem",
    })
    .optional(),
  secretName: objectName("a Secret")
    .register(settingDocs, {
      description:
        "On platform kubernetes, in place of the files: a Secret of the namespace with certificate and key (`kubernetes.io/tls`), as cert-manager makes and renews it.",
      example: "prometheus-tls",
    })
    .optional(),
  serverName: hostName()
    .register(settingDocs, {
      description: "With `secretName`: a name that stands in the certificate.",
      otherwise: "`prometheus.NAMESPACE.svc`",
      example: "prometheus.example",
    })
    .optional(),
  authority: oneOf(authorities)
    .register(settingDocs, {
      description:
        "With `secretName`: what Grafana checks the certificate against. `secret`: `ca.crt` of the Secret. `system`: the authorities that its image knows, for a certificate of a public one.",
      otherwise: "`secret`",
    })
    .optional(),
});
