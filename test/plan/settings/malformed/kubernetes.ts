import type { MalformedSettings } from "./malformed-settings";

const cluster = `"@:platform": kubernetes, "@:targets": { chatqna: { via: helm, release: 1.4 } }`;

/** Wrong on platform kubernetes, and in `kubernetes`. */
export const malformedOnKubernetes: readonly MalformedSettings[] = [
  {
    title: "a cluster without a deployment",
    settings: "@:platform: kubernetes",
    problems: [
      [
        "@:targets.chatqna.via",
        'is "simulator", as it is where no targets are named; it plays on this machine, where no pod looks for it. Name your deployment: via: helm, manifests or gmc.',
      ],
    ],
  },
  {
    title: "localhost in a pod, everywhere it can stand",
    settings: `{ "@:platform": kubernetes, "@:targets": { chatqna: { via: host }, static: [{ job: tgi, address: "localhost:9009" }] }, "@:prometheus": { remoteWrite: [{ name: mimir, url: "http://127.0.0.1:9009/api/v1/push" }] } }`,
    problems: [
      [
        "@:targets.chatqna.host",
        'is "localhost"; in a pod that is the pod itself, where nothing of the ChatQnA listens. Name the service by its DNS name, like llm-dependency-svc.default.svc.cluster.local:9009.',
      ],
      [
        "@:targets.static[0].address",
        'is "localhost:9009"; in a pod that is the pod itself, where nothing of the ChatQnA listens. Name the service by its DNS name, like llm-dependency-svc.default.svc.cluster.local:9009.',
      ],
      [
        "@:prometheus.remoteWrite[0].url",
        'is "http://127.0.0.1:9009/api/v1/push"; in a pod that is the pod itself, where nothing of the ChatQnA listens. Name the service by its DNS name, like llm-dependency-svc.default.svc.cluster.local:9009.',
      ],
    ],
  },
  {
    title: "kubernetes settings for containers",
    settings: `{ "@:kubernetes": { replicas: 2, storage: { keep: true } } }`,
    problems: [
      [
        "@:kubernetes.replicas",
        "means nothing with platform: process. Remove it, or set platform: kubernetes.",
      ],
      [
        "@:kubernetes.storage.keep",
        "means nothing with platform: process. Remove it, or set platform: kubernetes.",
      ],
    ],
  },
  {
    title: "pods' settings for an operator",
    settings: `{ ${cluster}, "@:kubernetes": { mode: operator, replicas: 2 } }`,
    problems: [
      [
        "@:kubernetes.replicas",
        "means nothing with mode: operator; it is for mode: plain. Remove it, or change kubernetes.mode.",
      ],
    ],
  },
  {
    title: "servers of ours beside an operator",
    settings: `{ ${cluster}, "@:kubernetes": { mode: operator }, "@:alertmanager": { receivers: [{ name: oncall, webhook: { url: "http://hook.chat.svc/" } }] } }`,
    problems: [
      [
        "@:alertmanager.receivers",
        "means nothing with mode: operator, where no server of this stack runs: the cluster's own monitoring does it. Set it there, and remove it here.",
      ],
    ],
  },
  {
    title: "TLS of a server that an operator runs",
    settings: `{ ${cluster}, "@:kubernetes": { mode: operator }, "@:prometheus": { tls: { secretName: prometheus-tls } } }`,
    problems: [
      [
        "@:prometheus.tls",
        "means nothing with mode: operator, where no server of this stack runs: the cluster's own monitoring does it. Set it there, and remove it here.",
      ],
    ],
  },
  {
    title: "files of this machine for a pod",
    settings: `{ ${cluster}, "@:prometheus": { tls: { certFile: /tls/a.pem, keyFile: /tls/a.key } } }`,
    problems: (["certFile", "keyFile"] as const).map((key) => [
      `@:prometheus.tls.${key}`,
      `is a file of this machine, which no pod sees. Make a Secret of the files, name it in prometheus.tls.secretName, and remove this:
kubectl -n chatqna-monitoring create secret generic prometheus-tls --type=kubernetes.io/tls --from-file=tls.crt=CERTIFICATE --from-file=tls.key=KEY --from-file=ca.crt=AUTHORITY`,
    ]),
  },
  {
    title: "TLS in a pod without a certificate",
    settings: `{ ${cluster}, "@:prometheus": { tls: { serverName: prometheus.example } } }`,
    problems: [
      [
        "@:prometheus.tls.secretName",
        "is missing; it names the Secret that has the certificate, like prometheus-tls. Set it, or remove prometheus.tls.",
      ],
    ],
  },
  {
    title: "a stack in the namespace that it would remove",
    settings: `{ ${cluster}, "@:kubernetes": { namespace: default } }`,
    problems: [
      [
        "@:kubernetes.namespace",
        'is "default", where the ChatQnA is: made by this stack, it would be removed with it. Name another, or set kubernetes.createNamespace: false.',
      ],
    ],
  },
  {
    title: "an Ingress whose controller is not named",
    settings: `{ ${cluster}, "@:kubernetes": { expose: { host: grafana.example } } }`,
    problems: [
      [
        "@:kubernetes.access",
        `is missing; requests for grafana.example come from pods of the ingress controller or the gateway, and nothing says which. Name their namespace, like:
pulumi config set --path 'chatqna-monitoring:kubernetes.access[0].namespace' ingress-nginx`,
      ],
    ],
  },
  {
    title: "an Ingress and a Gateway",
    settings: `{ ${cluster}, "@:kubernetes": { expose: { host: grafana.example, gateway: infra/public, tlsSecret: tls }, access: [{ namespace: infra }] } }`,
    problems: [
      [
        "@:kubernetes.expose.tlsSecret",
        "is for an Ingress, and a Gateway is named: its own listener has the certificate. Remove one of the two.",
      ],
    ],
  },
  {
    title: "a pod that is to listen on all addresses",
    settings: `{ ${cluster}, "@:grafana": { bind: 0.0.0.0 } }`,
    problems: [
      [
        "@:grafana.bind",
        "means nothing in a pod, which listens on its own address; who reaches it, kubernetes.access and kubernetes.expose say. Remove it.",
      ],
    ],
  },
  {
    title: "pods of a deployment that is on a host",
    settings: `{ "@:platform": kubernetes, "@:targets": { chatqna: { via: host, host: gaudi-03 } }, "@:kubernetes": { discovery: pods } }`,
    problems: [
      [
        "@:kubernetes.discovery",
        'is "pods", and no deployment in the cluster is named whose pods could be found. Set targets.chatqna.via to helm, manifests or gmc, or remove this.',
      ],
    ],
  },
  {
    title: "an exporter that reads the node",
    settings: `{ ${cluster}, "@:exporters": { node: { enabled: true } } }`,
    problems: [
      [
        "@:exporters.node.enabled",
        "is true; it reads the node, which Pod Security restricted forbids to our pods. Scrape the one that the cluster's own monitoring has with targets.static, and remove this.",
      ],
    ],
  },
  {
    title: "a namespace with capitals, and too many replicas",
    settings: `{ ${cluster}, "@:kubernetes": { namespace: Monitoring, replicas: 9 } }`,
    problems: [
      [
        "@:kubernetes.namespace",
        'is "Monitoring"; a namespace has lower-case letters, digits and "-", at most 63.',
      ],
      ["@:kubernetes.replicas", "is 9; a number of replicas is a whole number from 1 to 5."],
    ],
  },
  {
    title: "a sidecar that does nothing",
    settings: `{ ${cluster}, "@:kubernetes": { thanos: {} } }`,
    problems: [
      [
        "@:kubernetes.thanos",
        "uploads nothing and lets nobody ask: it would only take memory. Set objectStorage, or access for the pods of Thanos Query, or both.",
      ],
    ],
  },
  {
    title: "a sidecar of an agent",
    settings: `{ ${cluster}, "@:kubernetes": { thanos: { access: [{ namespace: thanos }] } }, "@:grafana": { enabled: false }, "@:prometheus": { agent: true, remoteWrite: [{ name: a, url: "https://a.example" }] } }`,
    problems: [
      [
        "@:kubernetes.thanos",
        "reads the database that an agent has not. Remove it, or prometheus.agent; an agent sends to Thanos Receive by remoteWrite.",
      ],
    ],
  },
  {
    title: "blocks that are gone before they are uploaded",
    settings: `{ ${cluster}, "@:kubernetes": { thanos: { objectStorage: { secretName: s, endpoint: "s3.example:443" } } }, "@:prometheus": { retention: { time: 3h } } }`,
    problems: [
      [
        "@:prometheus.retention.time",
        "is 3h; blocks of two hours are uploaded from it, and would be gone when the storage does not answer for a while. Use at least 6h.",
      ],
    ],
  },
  {
    title: "a sidecar beside the operator's Prometheus",
    settings: `{ ${cluster}, "@:kubernetes": { mode: operator, thanos: { access: [{ namespace: thanos }] } } }`,
    problems: [
      [
        "@:kubernetes.thanos",
        "means nothing with mode: operator; it is for mode: plain. Remove it, or change kubernetes.mode.",
      ],
    ],
  },
  {
    title: "content by an API that nobody reaches, into a database that is lost",
    settings: `{ ${cluster}, "@:grafana": { content: api } }`,
    problems: [
      [
        "@:grafana.url",
        "is missing; with content: api Pulumi talks to the Grafana in the cluster, and nothing says at which address this machine reaches it. Give it, or kubernetes.expose, or remove grafana.content.",
      ],
      [
        "@:grafana.persistent",
        "is false; in a cluster a pod may start anew at any time, and what went through its API would be gone with its database. Set it to true, or remove grafana.content.",
      ],
    ],
  },
  {
    title: "content by an API, with a certificate that only pods read",
    settings: `{ ${cluster}, "@:grafana": { content: api, url: "https://grafana.example", persistent: true }, "@:prometheus": { tls: { secretName: prometheus-tls } } }`,
    problems: [
      [
        "@:grafana.content",
        'is "api"; the certificate of prometheus.tls is in a Secret, which only pods read. Remove it, so that the datasource goes by files.',
      ],
    ],
  },
  {
    title: "content by the API of the cluster's own Grafana",
    settings: `{ ${cluster}, "@:kubernetes": { mode: operator }, "@:grafana": { content: api, url: "https://grafana.example" } }`,
    problems: [
      [
        "@:grafana.content",
        'is "api"; with mode: operator no Grafana of this stack runs, and the cluster\'s takes boards from ConfigMaps. Remove it.',
      ],
    ],
  },
];
