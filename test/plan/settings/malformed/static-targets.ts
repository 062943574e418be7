import type { MalformedSettings } from "./malformed-settings";

/** Wrong in `targets.static`. */
export const malformedStaticTargets: readonly MalformedSettings[] = [
  {
    title: "Prometheus on a static target's port",
    settings: '@:targets: { static: [{ job: tgi, address: "localhost:9090" }] }',
    problems: [
      [
        "@:prometheus.port",
        `is 9090, the port of the job tgi (targets.static[0]) on this machine too. Move Prometheus:
pulumi config set --path 'chatqna-monitoring:prometheus.port' 9091`,
      ],
    ],
  },
  {
    title: "a URL for an address",
    settings:
      '@:targets: { static: [{ job: tgi, address: "https://tgi.example:9009/tgi/metrics" }] }',
    problems: [
      [
        "@:targets.static[0].address",
        'is "https://tgi.example:9009/tgi/metrics"; an address is host:port. Write address: tgi.example:9009, scheme: https, metricsPath: /tgi/metrics.',
      ],
    ],
  },
  {
    title: "a URL without a port",
    settings: '@:targets: { static: [{ job: tgi, address: "http://tgi.example" }] }',
    problems: [
      [
        "@:targets.static[0].address",
        'is "http://tgi.example"; an address is host:port. Write address: tgi.example:PORT.',
      ],
    ],
  },
  {
    title: "an address with a path",
    settings: '@:targets: { static: [{ job: tgi, address: "localhost:9009/metrics" }] }',
    problems: [
      [
        "@:targets.static[0].address",
        'is "localhost:9009/metrics"; an address is host:port. Write address: localhost:9009.',
      ],
    ],
  },
  {
    title: "an address without a port",
    settings: "@:targets: { static: [{ job: tgi, address: localhost }] }",
    problems: [
      ["@:targets.static[0].address", 'is "localhost"; the port is missing. Write localhost:PORT.'],
    ],
  },
  {
    title: "an address without a host",
    settings: '@:targets: { static: [{ job: tgi, address: ":9009" }] }',
    problems: [
      ["@:targets.static[0].address", 'is ":9009"; the host is missing. Write localhost:9009.'],
    ],
  },
  {
    title: "an address with port 0",
    settings: '@:targets: { static: [{ job: tgi, address: "localhost:0" }] }',
    problems: [
      [
        "@:targets.static[0].address",
        'is "localhost:0"; an address is host:port, like "localhost:9009", and a port is a whole number from 1 to 65535.',
      ],
    ],
  },
  {
    title: "an IPv6 address without brackets",
    settings: '@:targets: { static: [{ job: tgi, address: "fe80::1:9009" }] }',
    problems: [
      [
        "@:targets.static[0].address",
        'is "fe80::1:9009"; an IPv6 address stands in brackets. Write [fe80::1]:9009.',
      ],
    ],
  },
  {
    title: "a port for an address",
    settings: "@:targets: { static: [{ job: tgi, address: 9009 }] }",
    problems: [
      ["@:targets.static[0].address", 'is 9009; an address is host:port, like "localhost:9009".'],
    ],
  },
  {
    title: "a target without an address",
    settings: "@:targets: { static: [{ job: tgi }] }",
    problems: [
      ["@:targets.static[0]", "has no address. Set address, or addresses for several replicas."],
    ],
  },
  {
    title: "address and addresses",
    settings: '@:targets: { static: [{ job: tgi, address: "a:1", addresses: ["b:1"] }] }',
    problems: [
      ["@:targets.static[0]", "has address and addresses. Put all of them under addresses."],
    ],
  },
  {
    title: "no addresses",
    settings: "@:targets: { static: [{ job: tgi, addresses: [] }] }",
    problems: [
      ["@:targets.static[0].addresses", "is an empty list; a list of addresses has at least one."],
    ],
  },
  {
    title: "an address twice",
    settings: '@:targets: { static: [{ job: tgi, addresses: ["a:1", "a:1"] }] }',
    problems: [
      ["@:targets.static[0].addresses[1]", 'is "a:1", which addresses[0] is too. Remove one.'],
    ],
  },
  {
    title: "a target without a job",
    settings: '@:targets: { static: [{ address: "a:1" }] }',
    problems: [
      [
        "@:targets.static[0].job",
        'is missing; a job has letters, digits, "-", "_" and ".", begins with a letter or digit, and has 100 at most.',
      ],
    ],
  },
  {
    title: "a job twice",
    settings: '@:targets: { static: [{ job: tgi, address: "a:1" }, { job: tgi, address: "b:1" }] }',
    problems: [
      [
        "@:targets.static[1].job",
        'is "tgi", the job of targets.static[0] too. Put the addresses of both under its addresses.',
      ],
    ],
  },
  {
    title: "the job of our own Prometheus",
    settings: '@:targets: { static: [{ job: prometheus, address: "a:9090" }] }',
    problems: [
      [
        "@:targets.static[0].job",
        'is "prometheus", the job of this stack\'s own Prometheus. Name it otherwise, like "other-prometheus".',
      ],
    ],
  },
  {
    title: "a job with a space",
    settings: '@:targets: { static: [{ job: my tgi, address: "a:1" }] }',
    problems: [
      [
        "@:targets.static[0].job",
        'is "my tgi"; a job has letters, digits, "-", "_" and ".", begins with a letter or digit, and has 100 at most.',
      ],
    ],
  },
  {
    title: "a job that nobody knows",
    settings: '@:targets: { static: [{ job: tei-embeding, address: "a:1" }] }',
    problems: [
      [
        "@:targets.static[0].component",
        'is missing; no job of OPEA\'s is named "tei-embeding", so say which part it plays: llm, embedding, reranking, retriever, dataprep, megaservice, guardrails, vectorstore, host, accelerator or monitoring. Or did you mean job: tei-embedding?',
      ],
    ],
  },
  {
    title: "a misspelt component",
    settings: '@:targets: { static: [{ job: mine, address: "a:1", component: megaservce }] }',
    problems: [
      [
        "@:targets.static[0].component",
        'is "megaservce"; allowed are llm, embedding, reranking, retriever, dataprep, megaservice, guardrails, vectorstore, host, accelerator and monitoring. Did you mean megaservice?',
      ],
    ],
  },
  {
    title: "a path without a slash",
    settings: '@:targets: { static: [{ job: tgi, address: "a:1", metricsPath: metrics }] }',
    problems: [
      [
        "@:targets.static[0].metricsPath",
        'is "metrics"; a path begins with "/" and has no spaces, like "/metrics". Did you mean /metrics?',
      ],
    ],
  },
  {
    title: "a scheme with a colon",
    settings: '@:targets: { static: [{ job: tgi, address: "a:1", scheme: "https:" }] }',
    problems: [
      [
        "@:targets.static[0].scheme",
        'is "https:"; allowed are http and https. Did you mean https?',
      ],
    ],
  },
  {
    title: "a label that has a key of its own",
    settings: '@:targets: { static: [{ job: tgi, address: "a:1", labels: { component: llm } }] }',
    problems: [
      [
        "@:targets.static[0].labels.component",
        "is not a name to use here; the entry's key component sets it.",
      ],
    ],
  },
  {
    title: "a map for the list of targets",
    settings: '@:targets: { static: { job: tgi, address: "a:1" } }',
    problems: [["@:targets.static", 'is a map; a list has "- " before each entry.']],
  },
];
