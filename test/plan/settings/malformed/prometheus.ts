import type { MalformedSettings } from "./malformed-settings";

/** Wrong in `prometheus`, other than durations and sizes. */
export const malformedPrometheus: readonly MalformedSettings[] = [
  {
    title: "a map left empty",
    settings: "@:prometheus:",
    problems: [
      [
        "@:prometheus",
        "is empty; under it stand version, port, bind, scrapeInterval, scrapeTimeout, evaluationInterval, retention, volumeSize, memoryLimit, externalLabels, remoteWrite, agent, authentication, tls, limits and keep.",
      ],
    ],
  },
  {
    title: "a text for a map",
    settings: "@:prometheus: true",
    problems: [
      [
        "@:prometheus",
        "is true; under it stand version, port, bind, scrapeInterval, scrapeTimeout, evaluationInterval, retention, volumeSize, memoryLimit, externalLabels, remoteWrite, agent, authentication, tls, limits and keep.",
      ],
    ],
  },
  {
    title: "a misspelt key",
    settings: "@:prometheus: { scrapeIntervall: 5s }",
    problems: [["@:prometheus.scrapeIntervall", "is not a setting. Did you mean scrapeInterval?"]],
  },
  {
    title: "a key in another case",
    settings: "@:prometheus: { scrapeinterval: 5s }",
    problems: [["@:prometheus.scrapeinterval", "is not a setting. Did you mean scrapeInterval?"]],
  },
  {
    title: "a key with an underscore",
    settings: "@:prometheus: { scrape_interval: 5s }",
    problems: [["@:prometheus.scrape_interval", "is not a setting. Did you mean scrapeInterval?"]],
  },
  {
    title: "a key that belongs elsewhere",
    settings: "@:prometheus: { enabled: true }",
    problems: [["@:prometheus.enabled", "is not a setting. Did you mean grafana.enabled?"]],
  },
  {
    title: "a port as text",
    settings: '@:prometheus: { port: "9090" }',
    problems: [
      [
        "@:prometheus.port",
        'is "9090"; a port is a whole number from 1 to 65535. Write it without quotes: 9090.',
      ],
    ],
  },
  {
    title: "port 0",
    settings: "@:prometheus: { port: 0 }",
    problems: [["@:prometheus.port", "is 0; a port is a whole number from 1 to 65535."]],
  },
  {
    title: "a host name to bind",
    settings: "@:prometheus: { bind: localhost }",
    problems: [
      [
        "@:prometheus.bind",
        'is "localhost"; a server listens on an IP address of this machine, like "127.0.0.1", or "0.0.0.0" for all. Did you mean 127.0.0.1?',
      ],
    ],
  },
  {
    title: "an open bind address without accounts",
    settings: '@:prometheus: { bind: "0.0.0.0" }',
    problems: [
      [
        "@:prometheus.bind",
        'is "0.0.0.0", where other machines reach Prometheus, and anybody may ask it. Set prometheus.authentication, or bind 127.0.0.1.',
      ],
    ],
  },
  {
    title: "a version as a number",
    settings: "@:prometheus: { version: 3.16 }",
    problems: [
      [
        "@:prometheus.version",
        'is 3.16; a version has three numbers, like "3.16.0", and stands in quotes.',
      ],
    ],
  },
  {
    title: "a version that is too old",
    settings: "@:prometheus: { version: 2.37.0 }",
    problems: [["@:prometheus.version", 'is "2.37.0"; 2.42.0 is the oldest that is supported.']],
  },
  {
    title: "a limit of 0",
    settings: "@:prometheus: { limits: { samples: 0 } }",
    problems: [["@:prometheus.limits.samples", "is 0; a count is a whole number from 1."]],
  },
  {
    title: "a limit as text",
    settings: '@:prometheus: { limits: { labels: "64" } }',
    problems: [
      [
        "@:prometheus.limits.labels",
        'is "64"; a count is a whole number from 1. Write it without quotes: 64.',
      ],
    ],
  },
  {
    title: "an unknown metric to keep",
    settings: "@:prometheus: { keep: [tgi_batch_next_size] }",
    problems: [
      [
        "@:prometheus.keep[0]",
        'is "tgi_batch_next_size"; allowed are tgi_batch_next_size_bucket, tgi_request_max_new_tokens_bucket, te_batch_next_tokens_bucket and python_created. Did you mean tgi_batch_next_size_bucket?',
      ],
    ],
  },
  {
    title: "a text for a list",
    settings: "@:prometheus: { keep: tgi_batch_next_size_bucket }",
    problems: [
      ["@:prometheus.keep", 'is "tgi_batch_next_size_bucket"; a list has "- " before each entry.'],
    ],
  },
  {
    title: "a label with a dash",
    settings: "@:prometheus: { externalLabels: { data-center: a } }",
    problems: [
      [
        "@:prometheus.externalLabels.data-center",
        'is not a name to use here; a label has letters, digits and "_", and begins with neither a digit nor "__". Did you mean data_center?',
      ],
    ],
  },
  {
    title: "a label of ours",
    settings: "@:prometheus: { externalLabels: { env: prod } }",
    problems: [
      [
        "@:prometheus.externalLabels.env",
        "is not a name to use here; chatqna-monitoring:environment sets it.",
      ],
    ],
  },
  {
    title: "a label of targets as external label",
    settings: "@:prometheus: { externalLabels: { job: x } }",
    problems: [
      [
        "@:prometheus.externalLabels.job",
        "is not a name to use here; it is a label of every target.",
      ],
    ],
  },
  {
    title: "a label with two underscores",
    settings: "@:prometheus: { externalLabels: { __name__: x } }",
    problems: [
      [
        "@:prometheus.externalLabels.__name__",
        'is not a name to use here; a label has letters, digits and "_", and begins with neither a digit nor "__". Did you mean name?',
      ],
    ],
  },
  {
    title: "a number for a label's value",
    settings: "@:prometheus: { externalLabels: { tier: 1 } }",
    problems: [
      [
        "@:prometheus.externalLabels.tier",
        'is 1; the value of a label is a text. Write it in quotes: "1".',
      ],
    ],
  },
  {
    title: "accounts without a monitor",
    settings: "@:prometheus: { authentication: { users: { ann: { secure: v1:x } } } }",
    problems: [
      ["@:prometheus.authentication.monitor", "is missing; under it stand username and password."],
    ],
  },
  {
    title: "accounts without users",
    settings:
      "@:prometheus: { authentication: { users: {}, monitor: { username: ann, password: { secure: v1:x } } } }",
    problems: [
      [
        "@:prometheus.authentication.users",
        "is empty; it needs at least ann, the account of prometheus.authentication.monitor.",
      ],
    ],
  },
  {
    title: "a monitor who is no user",
    settings:
      "@:prometheus: { authentication: { users: { monitor: { secure: v1:x } }, monitor: { username: moniter, password: { secure: v1:x } } } }",
    problems: [
      [
        "@:prometheus.authentication.monitor.username",
        'is "moniter", who is not among prometheus.authentication.users; did you mean monitor?',
      ],
    ],
  },
  {
    title: "a user with a colon",
    settings:
      '@:prometheus: { authentication: { users: { "a:b": { secure: v1:x }, ann: { secure: v1:x } }, monitor: { username: ann, password: { secure: v1:x } } } }',
    problems: [
      [
        '@:prometheus.authentication.users["a:b"]',
        'is not a name to use here; a user name has letters, digits, "-", "_", "." and "@".',
      ],
    ],
  },
  {
    title: "a certificate without a key",
    settings: "@:prometheus: { tls: { certFile: /etc/tls/server.pem } }",
    problems: [
      [
        "@:prometheus.tls.keyFile",
        'is missing; a file is named by its absolute path, like "/etc/prometheus/tls/server.pem".',
      ],
    ],
  },
  {
    title: "a Secret's certificate without a cluster",
    settings: "@:prometheus: { tls: { secretName: prometheus-tls, authority: system } }",
    problems: [
      [
        "@:prometheus.tls.secretName",
        "is for a Secret of a cluster, and platform process has none. Name files of this machine in prometheus.tls.certFile and keyFile, or set platform: kubernetes.",
      ],
      [
        "@:prometheus.tls.authority",
        "is for a Secret of a cluster, and platform process has none. Name files of this machine in prometheus.tls.certFile and keyFile, or set platform: kubernetes.",
      ],
    ],
  },
  {
    title: "neither a certificate nor a key",
    settings: "@:prometheus: { tls: { caFile: /etc/tls/ca.pem } }",
    problems: [
      [
        "@:prometheus.tls.certFile",
        'is missing; a file is named by its absolute path, like "/etc/prometheus/tls/server.pem".',
      ],
      [
        "@:prometheus.tls.keyFile",
        'is missing; a file is named by its absolute path, like "/etc/prometheus/tls/server.pem".',
      ],
    ],
  },
  {
    title: "a certificate in the home folder",
    settings: "@:prometheus: { tls: { certFile: ~/server.pem, keyFile: /etc/tls/server.key } }",
    problems: [
      [
        "@:prometheus.tls.certFile",
        'is "~/server.pem"; a file is named by its absolute path, like "/etc/prometheus/tls/server.pem". Nothing replaces "~" here.',
      ],
    ],
  },
  {
    title: "several at once",
    settings: `@:prometheus: { port: 0, scrapeTimeout: 1m, scrapeIntervall: 2m }
@:grafana: { prot: 3000 }`,
    problems: [
      ["@:prometheus.port", "is 0; a port is a whole number from 1 to 65535."],
      ["@:prometheus.scrapeIntervall", "is not a setting. Did you mean scrapeInterval?"],
      ["@:grafana.prot", "is not a setting. Did you mean port?"],
    ],
  },
];
