import type { MalformedSettings } from "./malformed-settings";

const receiver = 'name: mimir, url: "https://mimir.example"';

/** Wrong in `prometheus.remoteWrite`. */
export const malformedRemoteWrites: readonly MalformedSettings[] = [
  {
    title: "remote write without a URL",
    settings: "@:prometheus: { remoteWrite: [{ name: mimir }] }",
    problems: [
      [
        "@:prometheus.remoteWrite[0].url",
        'is missing; a URL begins with http:// or https://, like "https://mimir.example/api/v1/push".',
      ],
    ],
  },
  {
    title: "remote write without a scheme",
    settings: "@:prometheus: { remoteWrite: [{ name: mimir, url: mimir.example/api/v1/push }] }",
    problems: [
      [
        "@:prometheus.remoteWrite[0].url",
        'is "mimir.example/api/v1/push"; a URL begins with http:// or https://, like "https://mimir.example/api/v1/push". Did you mean https://mimir.example/api/v1/push?',
      ],
    ],
  },
  {
    title: "remote write with an account in the URL",
    settings:
      '@:prometheus: { remoteWrite: [{ name: mimir, url: "https://me:hunter2@mimir.example" }] }',
    problems: [
      [
        "@:prometheus.remoteWrite[0].url",
        'is "https://…@mimir.example"; a URL holds no account here. Set username and password.',
      ],
    ],
  },
  {
    title: "a username without a password",
    settings:
      '@:prometheus: { remoteWrite: [{ name: mimir, url: "https://mimir.example", username: me }] }',
    problems: [
      [
        "@:prometheus.remoteWrite[0]",
        `has a username and no password. Set it:
pulumi config set --secret --path 'chatqna-monitoring:prometheus.remoteWrite[0].password'`,
      ],
    ],
  },
  {
    title: "a password without a username",
    settings:
      '@:prometheus: { remoteWrite: [{ name: mimir, url: "https://mimir.example", password: { secure: v1:x } }] }',
    problems: [
      [
        "@:prometheus.remoteWrite[0]",
        "has a password and no username. Set username, or use bearerToken.",
      ],
    ],
  },
  {
    title: "two credentials",
    settings:
      '@:prometheus: { remoteWrite: [{ name: mimir, url: "https://mimir.example", username: me, password: { secure: v1:x }, bearerToken: { secure: v1:x } }] }',
    problems: [
      [
        "@:prometheus.remoteWrite[0]",
        "has an account and a bearerToken; one of the two is sent. Remove the other.",
      ],
    ],
  },
  {
    title: "a remote write name twice",
    settings:
      '@:prometheus: { remoteWrite: [{ name: a, url: "https://a.example" }, { name: a, url: "https://b.example" }] }',
    problems: [
      [
        "@:prometheus.remoteWrite[1].name",
        'is "a", the name of prometheus.remoteWrite[0] too. Give it another.',
      ],
    ],
  },
  {
    title: "a token in plain text",
    settings:
      '@:prometheus: { remoteWrite: [{ name: mimir, url: "https://mimir.example", bearerToken: hunter2 }] }',
    problems: [
      [
        "@:prometheus.remoteWrite[0].bearerToken",
        `is a secret in plain text. Encrypt it, and change it where it was published:
pulumi config set --secret --path 'chatqna-monitoring:prometheus.remoteWrite[0].bearerToken'`,
      ],
    ],
  },
  {
    title: "a header that Prometheus sets itself",
    settings: `@:prometheus: { remoteWrite: [{ ${receiver}, headers: { User-Agent: us } }] }`,
    problems: [
      [
        "@:prometheus.remoteWrite[0].headers.User-Agent",
        "is not a name to use here; Prometheus sets this header itself.",
      ],
    ],
  },
  {
    title: "an account as a header",
    settings: `@:prometheus: { remoteWrite: [{ ${receiver}, headers: { authorization: Bearer x } }] }`,
    problems: [
      [
        "@:prometheus.remoteWrite[0].headers.authorization",
        "is not a name to use here; an account or a token is set with username and password, or bearerToken.",
      ],
    ],
  },
  {
    title: "a header with a blank",
    settings: `@:prometheus: { remoteWrite: [{ ${receiver}, headers: { "X Org": x } }] }`,
    problems: [
      [
        '@:prometheus.remoteWrite[0].headers["X Org"]',
        'is not a name to use here; a header has letters, digits and "-", like "X-Scope-OrgID".',
      ],
    ],
  },
  {
    title: "a selector for a metric",
    settings: `@:prometheus: { remoteWrite: [{ ${receiver}, only: ['up{job="tgi"}'] }] }`,
    problems: [
      [
        "@:prometheus.remoteWrite[0].only[0]",
        'is "up{job=\\"tgi\\"}"; metrics are named in full or by a regular expression, like "chatqna:.*".',
      ],
    ],
  },
  {
    title: "a regular expression that Prometheus has not",
    settings: `@:prometheus: { remoteWrite: [{ ${receiver}, only: ["(?!go_).*"] }] }`,
    problems: [
      [
        "@:prometheus.remoteWrite[0].only[0]",
        'is "(?!go_).*"; metrics are named in full or by a regular expression, like "chatqna:.*". Prometheus\' own have no look-around and no back references.',
      ],
    ],
  },
  {
    title: "more shards at the start than there may be",
    settings: `@:prometheus: { remoteWrite: [{ ${receiver}, queue: { minShards: 60 } }] }`,
    problems: [
      [
        "@:prometheus.remoteWrite[0].queue.minShards",
        "is 60, more than Prometheus' own maxShards (50), which Prometheus refuses.",
      ],
    ],
  },
  {
    title: "requests that could never be full",
    settings: `@:prometheus: { remoteWrite: [{ ${receiver}, queue: { capacity: 1000, maxSamplesPerSend: 5000 } }] }`,
    problems: [
      [
        "@:prometheus.remoteWrite[0].queue.maxSamplesPerSend",
        "is 5000, more than capacity (1000): no request would ever be full. Three to ten times as much is usual for capacity.",
      ],
    ],
  },
  {
    title: "a first pause longer than the longest",
    settings: `@:prometheus: { remoteWrite: [{ ${receiver}, queue: { minBackoff: 10s } }] }`,
    problems: [
      [
        "@:prometheus.remoteWrite[0].queue.minBackoff",
        "is 10s, longer than Prometheus' own maxBackoff (5s), which Prometheus refuses.",
      ],
    ],
  },
  {
    title: "TLS for a URL without",
    settings:
      "@:prometheus: { remoteWrite: [{ name: vm, url: http://vm.example/write, tls: { serverName: vm } }] }",
    problems: [
      [
        "@:prometheus.remoteWrite[0].tls",
        "means nothing with http://vm.example/write, which is no https:// URL. Change url, or remove it.",
      ],
    ],
  },
  {
    title: "a key without its certificate",
    settings: `@:prometheus: { remoteWrite: [{ ${receiver}, tls: { key: { secure: v1:x } } }] }`,
    problems: [
      ["@:prometheus.remoteWrite[0].tls", "has a key and no certificate. Set both, or neither."],
    ],
  },
  {
    title: "the path of a certificate for its text",
    settings: `@:prometheus: { remoteWrite: [{ ${receiver}, tls: { ca: /etc/ssl/ca.pem } }] }`,
    problems: [
      [
        "@:prometheus.remoteWrite[0].tls.ca",
        "is a text of one line; a certificate is a text here, not the path of its file: pulumi config set takes the text with < FILE.",
      ],
    ],
  },
  {
    title: "a key for a certificate, which is not repeated",
    settings: `@:prometheus: { remoteWrite: [{ ${receiver}, tls: { ca: "-----BEGIN PRIVATE KEY-----\\nhunter2\\n-----END PRIVATE KEY-----" } }] }`,
    problems: [
      [
        "@:prometheus.remoteWrite[0].tls.ca",
        "is a text of 3 lines; a certificate is public, and this is a private key. Remove it from here, and make another where others saw it.",
      ],
    ],
  },
  {
    title: "a damaged certificate",
    settings: `@:prometheus: { remoteWrite: [{ ${receiver}, tls: { ca: "-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----" } }] }`,
    problems: [
      [
        "@:prometheus.remoteWrite[0].tls.ca",
        "is a text of 3 lines; a certificate's text is damaged: openssl x509 -noout -text shows where.",
      ],
    ],
  },
  {
    title: "an agent without a receiver",
    settings:
      "@:platform: docker\n@:targets: { static: [] }\n@:grafana: { enabled: false }\n@:prometheus: { agent: true }",
    problems: [
      [
        "@:prometheus.agent",
        "is true, and prometheus.remoteWrite is empty: an agent keeps nothing, so all samples would be lost. Name a receiver, or remove it.",
      ],
    ],
  },
  {
    title: "an agent on this machine, with a Grafana",
    settings: `@:prometheus: { agent: true, remoteWrite: [{ ${receiver} }] }`,
    problems: [
      [
        "@:prometheus.agent",
        "is true, and platform: process draws its page from what Prometheus keeps. Remove it, or use platform docker or kubernetes.",
      ],
      [
        "@:grafana.enabled",
        "is true, as it is by default, and an agent has nothing that Grafana could draw. Set it to false; the boards go to the Grafana of the receiver (docs/scaling.md).",
      ],
    ],
  },
  {
    title: "an agent with people to tell",
    settings: `@:platform: kubernetes\n@:targets: { static: [{ job: tgi, address: "tgi.default.svc:80" }] }\n@:grafana: { enabled: false }\n@:prometheus: { agent: true, remoteWrite: [{ ${receiver} }] }\n@:alertmanager: { receivers: [{ name: us, webhook: { url: "https://us.example" } }] }`,
    problems: [
      [
        "@:alertmanager.receivers",
        "means nothing with prometheus.agent: an agent evaluates no rule, so no alert fires. The receiver does both. Remove it.",
      ],
    ],
  },
];
