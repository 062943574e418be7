import type { MalformedSettings } from "./malformed-settings";

const inContainerOnly =
  "means nothing with platform: process: this exporter runs in a container only. Remove it, or set platform: docker.";

/** Wrong in `exporters`. */
export const malformedExporters: readonly MalformedSettings[] = [
  {
    title: "one that is not there",
    settings: "@:exporters: { blackbock: { urls: [] } }",
    problems: [["@:exporters.blackbock", "is not a setting. Did you mean blackbox?"]],
  },
  {
    title: "a word for a switch",
    settings: '@:exporters: { node: { enabled: "yes" } }',
    problems: [
      [
        "@:exporters.node.enabled",
        'is "yes"; a switch is true or false, without quotes. Write true.',
      ],
    ],
  },
  {
    title: "a Redis by its URL",
    settings: `{ "@:platform": docker, "@:targets": { static: [] }, "@:exporters": { redis: { address: "redis://cache:6379" } } }`,
    problems: [
      [
        "@:exporters.redis.address",
        'is "redis://cache:6379"; an address is host:port, like "localhost:9009", and a port is a whole number from 1 to 65535.',
      ],
    ],
  },
  {
    title: "a page without its scheme",
    settings: `{ "@:platform": docker, "@:targets": { static: [] }, "@:exporters": { blackbox: { urls: [chat.example] } } }`,
    problems: [
      [
        "@:exporters.blackbox.urls[0]",
        'is "chat.example"; a URL begins with http:// or https://, like "https://mimir.example/api/v1/push". Did you mean https://chat.example?',
      ],
    ],
  },
  {
    title: "no Gaudi card",
    settings: `{ "@:platform": docker, "@:targets": { static: [] }, "@:exporters": { gaudi: { enabled: true, cards: 0 } } }`,
    problems: [["@:exporters.gaudi.cards", "is 0; a count is a whole number from 1."]],
  },
  {
    title: "what runs in containers only, on processes",
    settings:
      "@:exporters: { cadvisor: { enabled: true, dockerSocket: true }, redis: { enabled: true, address: h:1 }, blackbox: { enabled: true, urls: [http://h/] }, dcgm: { enabled: true }, gaudi: { enabled: true } }",
    problems: [
      ["@:exporters.cadvisor.enabled", inContainerOnly],
      ["@:exporters.cadvisor.dockerSocket", inContainerOnly],
      ["@:exporters.redis.enabled", inContainerOnly],
      ["@:exporters.redis.address", inContainerOnly],
      ["@:exporters.blackbox.enabled", inContainerOnly],
      ["@:exporters.blackbox.urls", inContainerOnly],
      ["@:exporters.dcgm.enabled", inContainerOnly],
      ["@:exporters.gaudi.enabled", inContainerOnly],
    ],
  },
  {
    title: "Redis, where the vector store is another",
    settings: `{ "@:platform": docker, "@:targets": { chatqna: { via: host, vectorStore: milvus } }, "@:exporters": { redis: { enabled: true } } }`,
    problems: [
      [
        "@:exporters.redis.enabled",
        "is true, and there is no Redis to measure: the vector store is milvus. Name one in exporters.redis.address, or remove this.",
      ],
    ],
  },
  {
    title: "Redis and probes without a deployment",
    settings: `{ "@:platform": docker, "@:targets": { static: [] }, "@:exporters": { redis: { enabled: true }, blackbox: { enabled: true } } }`,
    problems: [
      [
        "@:exporters.redis.enabled",
        "is true, and there is no Redis to measure: no deployment is named. Name one in exporters.redis.address, or remove this.",
      ],
      [
        "@:exporters.blackbox.enabled",
        "is true, and there is nothing to probe: no deployment is named. Name pages in exporters.blackbox.urls, or remove this.",
      ],
    ],
  },
  {
    title: "node_exporter on Prometheus' port",
    settings: `{ "@:targets": { static: [] }, "@:exporters": { node: { port: 9090 } } }`,
    problems: [
      [
        "@:exporters.node.port",
        `is 9090, the port of Prometheus on this machine too. Move node_exporter:
pulumi config set --path 'chatqna-monitoring:exporters.node.port' 9091`,
      ],
    ],
  },
  {
    title: "node_exporter on the port of the user's own",
    settings: `{ "@:targets": { static: [{ job: prometheus-node-exporter, address: "localhost:9100" }] }, "@:exporters": { node: { enabled: true, port: 9100 } } }`,
    problems: [
      [
        "@:exporters.node.port",
        `is 9100, the port of the job prometheus-node-exporter (targets.static[0]) on this machine too. Move node_exporter:
pulumi config set --path 'chatqna-monitoring:exporters.node.port' 9101`,
      ],
    ],
  },
];
