import { z } from "zod";
import { absolutePath, flag, oneOf, text } from "./kinds";
import { discoveryWays, kubernetesModes } from "./kubernetes";
import { gatewayName, kubernetesName, objectLabel, objectName } from "./name-kinds";
import { hostName } from "./network-kinds";
import { replicaCount } from "./quantity-kinds";
import { podsSchema } from "./pods-schema";
import { settingDocs } from "./registries";
import { thanosSchema } from "./thanos-schema";

const storage = z.strictObject({
  class: objectName("a storage class")
    .register(settingDocs, {
      description: "The storage class of the claims.",
      otherwise: "the cluster's default class",
      example: "local-path",
    })
    .optional(),
  keep: flag()
    .register(settingDocs, {
      description: "True: the claims and their data outlive the stack. False: they go with it.",
      otherwise: "`false`",
    })
    .optional(),
});

const expose = z.strictObject({
  host: hostName().register(settingDocs, {
    description: "The host name people open, over HTTPS.",
    example: "grafana.example",
  }),
  ingressClass: objectName("an ingress class")
    .register(settingDocs, {
      description: "The class of the Ingress.",
      otherwise: "the cluster's default class",
      example: "nginx",
    })
    .optional(),
  tlsSecret: objectName("a Secret")
    .register(settingDocs, {
      description:
        "A Secret of the namespace with the certificate and its key (`kubernetes.io/tls`), for the Ingress.",
      otherwise: "the certificate that the ingress controller has for the host",
      example: "grafana-tls",
    })
    .optional(),
  gateway: gatewayName()
    .register(settingDocs, {
      description:
        "A Gateway in place of an Ingress, as namespace/name. Its listener has the certificate.",
      example: "infra/public",
    })
    .optional(),
});

const operator = z.strictObject({
  release: kubernetesName("the name of a helm release")
    .register(settingDocs, {
      description:
        "The helm release of kube-prometheus-stack: its Prometheus takes up what has it as label `release`.",
      otherwise: "`prometheus-stack`, as in OPEA's guide",
      example: "monitoring",
    })
    .optional(),
  dashboardLabel: objectLabel()
    .register(settingDocs, {
      description: "The label by which Grafana's sidecar finds dashboards.",
      otherwise: "`grafana_dashboard`",
    })
    .optional(),
  folderAnnotation: objectLabel()
    .register(settingDocs, {
      description:
        "The annotation by which the sidecar knows the folder, as its `folderAnnotation` says.",
      otherwise: "`grafana_folder`",
    })
    .optional(),
});

/** Defaults are filled in by `complete-kubernetes.ts`: on other platforms nothing may be set here. */
export const kubernetesSchema = z.strictObject({
  mode: oneOf(kubernetesModes)
    .register(settingDocs, {
      description:
        "`plain`: Prometheus and Grafana as pods. `operator`: objects for the Prometheus operator and the Grafana that the cluster already has (docs/prometheus-operator.md).",
      otherwise: "`plain`",
    })
    .optional(),
  namespace: kubernetesName("a namespace")
    .register(settingDocs, {
      description: "Where the objects of the stack are.",
      otherwise: "`chatqna-monitoring`; `monitoring` with `mode: operator`",
      example: "monitoring",
    })
    .optional(),
  createNamespace: flag()
    .register(settingDocs, {
      description:
        "True: the namespace is made and removed with the stack, under Pod Security `restricted`. False: it is there already.",
      otherwise: "`true`; `false` with `mode: operator`",
    })
    .optional(),
  kubeconfig: absolutePath()
    .register(settingDocs, {
      description: "The kubeconfig that reaches the cluster. The file itself stays where it is.",
      otherwise: "`KUBECONFIG`, or `~/.kube/config`",
      example: "/home/ann/.kube/gaudi.yaml",
    })
    .optional(),
  context: text("a context")
    .register(settingDocs, {
      description: "The context of the kubeconfig.",
      otherwise: "its current one",
      example: "gaudi-admin",
    })
    .optional(),
  replicas: replicaCount()
    .register(settingDocs, {
      description:
        "How many Prometheus servers scrape the same, each with its own storage and its name as external label `replica`.",
      otherwise: "`1`",
      example: 2,
    })
    .optional(),
  discovery: oneOf(discoveryWays)
    .register(settingDocs, {
      description:
        "How the services of `targets.chatqna` are found. `services`: by their DNS names; of several replicas, each scrape reaches one. `pods`: every pod behind them, by asking the API server for the namespace of the ChatQnA; with `mode: operator` by a PodMonitor each.",
      otherwise: "`services`",
    })
    .optional(),
  storage: storage
    .register(settingDocs, { description: "Where Prometheus keeps its data." })
    .prefault({}),
  access: z
    .array(podsSchema)
    .register(settingDocs, {
      description:
        "Which pods may reach Grafana: those of the ingress controller, for example. Needed with `expose`.",
    })
    .optional(),
  expose: expose
    .register(settingDocs, {
      description:
        "How people reach Grafana from outside; by `kubectl port-forward` where it is absent.",
    })
    .optional(),
  thanos: thanosSchema
    .register(settingDocs, {
      description:
        "Thanos' sidecar in the pods of Prometheus: Thanos Query reads them, and their blocks go to object storage (docs/scaling.md).",
    })
    .optional(),
  operator: operator
    .register(settingDocs, {
      description: "With `mode: operator`: what the operator finds our objects by.",
    })
    .prefault({}),
});
