import type { MalformedSettings } from "./malformed-settings";

/** Wrong keys, wrong at the top level, and in `grafana`. */
export const malformedInGeneral: readonly MalformedSettings[] = [
  {
    title: "an unknown platform",
    settings: "@:platform: proces",
    problems: [
      [
        "@:platform",
        'is "proces"; allowed are process, docker and kubernetes. Did you mean process?',
      ],
    ],
  },
  {
    title: "a platform like no other",
    settings: "@:platform: swarm",
    problems: [["@:platform", 'is "swarm"; allowed are process, docker and kubernetes.']],
  },
  {
    title: "an empty environment",
    settings: '@:environment: ""',
    problems: [["@:environment", "is an empty text; an environment is a text, and not empty."]],
  },
  {
    title: "a map for an environment",
    settings: "@:environment: { name: x }",
    problems: [["@:environment", "is a map; an environment is a text, and not empty."]],
  },
  {
    title: "a top-level key in another case",
    settings: "@:Prometheus: { port: 9091 }",
    problems: [["@:Prometheus", "is not a setting. Did you mean prometheus?"]],
  },
  {
    title: "a top-level key that exists below another",
    settings: "@:scrapeInterval: 5s",
    problems: [["@:scrapeInterval", "is not a setting. Did you mean prometheus.scrapeInterval?"]],
  },
  {
    title: "a top-level key like no other",
    settings: "@:loki: {}",
    problems: [
      [
        "@:loki",
        "is not a setting; allowed are platform, docker, kubernetes, environment, targets, prometheus, objectives, alertmanager, grafana, exporters and dashboards.",
      ],
    ],
  },
  {
    title: "a list for a map",
    settings: "@:grafana: [1]",
    problems: [
      [
        "@:grafana",
        "is a list; under it stand enabled, version, port, bind, memoryLimit, persistent, content, url, adminPassword and secretKey.",
      ],
    ],
  },
  {
    title: "port 70000",
    settings: "@:grafana: { port: 70000 }",
    problems: [["@:grafana.port", "is 70000; a port is a whole number from 1 to 65535."]],
  },
  {
    title: "half a port",
    settings: "@:grafana: { port: 3000.5 }",
    problems: [["@:grafana.port", "is 3000.5; a port is a whole number from 1 to 65535."]],
  },
  {
    title: "an empty port",
    settings: '@:grafana: { port: "" }',
    problems: [["@:grafana.port", "is an empty text; a port is a whole number from 1 to 65535."]],
  },
  {
    title: "a port left out",
    settings: "@:grafana: { port: }",
    problems: [["@:grafana.port", "is empty; a port is a whole number from 1 to 65535."]],
  },
  {
    title: "a bind address with a port",
    settings: '@:grafana: { bind: "0.0.0.0:3000" }',
    problems: [
      [
        "@:grafana.bind",
        'is "0.0.0.0:3000"; a server listens on an IP address of this machine, like "127.0.0.1", or "0.0.0.0" for all.',
      ],
    ],
  },
  {
    title: "yes",
    settings: "@:grafana: { enabled: yes }",
    problems: [
      ["@:grafana.enabled", 'is "yes"; a switch is true or false, without quotes. Write true.'],
    ],
  },
  {
    title: "off in quotes",
    settings: '@:grafana: { enabled: "off" }',
    problems: [
      ["@:grafana.enabled", 'is "off"; a switch is true or false, without quotes. Write false.'],
    ],
  },
  {
    title: "1 for true",
    settings: "@:grafana: { enabled: 1 }",
    problems: [["@:grafana.enabled", "is 1; a switch is true or false, without quotes."]],
  },
  {
    title: "a version with a v",
    settings: "@:grafana: { version: v13.2.0 }",
    problems: [
      [
        "@:grafana.version",
        'is "v13.2.0"; a version has three numbers, like "13.2.0". Did you mean 13.2.0?',
      ],
    ],
  },
  {
    title: "a version called latest",
    settings: "@:grafana: { version: latest }",
    problems: [["@:grafana.version", 'is "latest"; a version has three numbers, like "13.2.0".']],
  },
  {
    title: "a password in plain text",
    settings: "@:grafana: { adminPassword: hunter2 }",
    problems: [
      [
        "@:grafana.adminPassword",
        `is a secret in plain text. Encrypt it, and change it where it was published:
pulumi config set --secret --path 'chatqna-monitoring:grafana.adminPassword'`,
      ],
    ],
  },
  {
    title: "a number for a password",
    settings: "@:grafana: { adminPassword: 12345 }",
    problems: [
      [
        "@:grafana.adminPassword",
        "is not valid (a secret is never shown); a password is a text, not empty, without blanks or line ends before or after it.",
      ],
    ],
  },
  {
    title: "an empty password",
    settings: '@:grafana: { adminPassword: "" }',
    problems: [
      [
        "@:grafana.adminPassword",
        "is empty; a password is a text, not empty, without blanks or line ends before or after it.",
      ],
    ],
  },
  {
    title: "an encrypted port",
    settings: "@:grafana: { port: { secure: v1:x } }",
    problems: [
      ["@:grafana.port", "is encrypted, and is no secret. Set it again without --secret."],
    ],
  },
  {
    title: "a whole group encrypted",
    settings: "@:grafana: { secure: v1:x }",
    problems: [["@:grafana", "is encrypted, and is no secret. Set it again without --secret."]],
  },
  {
    title: "Grafana on the megaservice's port",
    settings: "@:grafana: { port: 8888 }",
    problems: [
      [
        "@:grafana.port",
        `is 8888, the port of the simulated megaservice on this machine too. Move Grafana:
pulumi config set --path 'chatqna-monitoring:grafana.port' 8889`,
      ],
    ],
  },
  {
    title: "Grafana on Prometheus' port",
    settings: "@:grafana: { port: 9090 }",
    problems: [
      [
        "@:grafana.port",
        `is 9090, the port of Prometheus on this machine too. Move Grafana:
pulumi config set --path 'chatqna-monitoring:grafana.port' 9091`,
      ],
    ],
  },
  {
    title: "a misspelt namespace",
    settings: "chatqna-monitor:prometheus: { port: 1 }",
    problems: [
      [
        "chatqna-monitor:prometheus",
        "is in a namespace that nobody reads. Did you mean chatqna-monitoring:prometheus?",
      ],
    ],
  },
  {
    title: "no namespace",
    settings: "prometheus: { port: 1 }",
    problems: [["prometheus", "has no namespace. Did you mean chatqna-monitoring:prometheus?"]],
  },
  {
    title: "another project's name",
    settings: "chatqna:grafana: { port: 1 }",
    problems: [
      [
        "chatqna:grafana",
        "is in a namespace that nobody reads. Did you mean chatqna-monitoring:grafana?",
      ],
    ],
  },
];
