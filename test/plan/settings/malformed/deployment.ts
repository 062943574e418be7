import type { MalformedSettings } from "./malformed-settings";

/** Wrong in `targets.chatqna`. */
export const malformedDeployments: readonly MalformedSettings[] = [
  {
    title: "no way to the deployment",
    settings: "@:targets: { chatqna: { release: 1.5 } }",
    problems: [
      [
        "@:targets.chatqna.via",
        "is missing; allowed are simulator, replay, host, compose, helm, manifests and gmc.",
      ],
    ],
  },
  {
    title: "a misspelt way",
    settings: "@:targets: { chatqna: { via: hosts } }",
    problems: [
      [
        "@:targets.chatqna.via",
        'is "hosts"; allowed are simulator, replay, host, compose, helm, manifests and gmc. Did you mean host?',
      ],
    ],
  },
  {
    title: "a misspelt hardware",
    settings: "@:targets: { chatqna: { via: host, hardware: xoen } }",
    problems: [
      [
        "@:targets.chatqna.hardware",
        'is "xoen"; allowed are xeon, gaudi, epyc, rocm, nvidia and aipc. Did you mean xeon?',
      ],
    ],
  },
  {
    title: "an unknown release",
    settings: "@:targets: { chatqna: { via: host, release: 2 } }",
    problems: [["@:targets.chatqna.release", "is 2; allowed are 1.0, 1.1, 1.2, 1.3, 1.4 and 1.5."]],
  },
  {
    title: "an engine in capitals",
    settings: "@:targets: { chatqna: { via: host, engine: vLLM } }",
    problems: [
      [
        "@:targets.chatqna.engine",
        'is "vLLM"; allowed are tgi, vllm, ollama, remote and openai. Did you mean vllm?',
      ],
    ],
  },
  {
    title: "an unknown store",
    settings: "@:targets: { chatqna: { via: host, vectorStore: chroma } }",
    problems: [
      [
        "@:targets.chatqna.vectorStore",
        'is "chroma"; allowed are redis, qdrant, milvus, pinecone, mariadb and opengauss.',
      ],
    ],
  },
  {
    title: "the compose network from outside",
    settings: "@:targets: { chatqna: { via: compose } }",
    problems: [
      [
        "@:targets.chatqna.via",
        'is "compose", whose names are known inside the compose network only, and platform process is outside. Use via: host, or name the addresses under targets.static.',
      ],
    ],
  },
  {
    title: "the cluster from outside",
    settings: "@:targets: { chatqna: { via: helm, release: 1.4 } }",
    problems: [
      [
        "@:targets.chatqna.via",
        'is "helm", whose names are known inside the cluster only, and platform process is outside. Use via: host, or name the addresses under targets.static.',
      ],
    ],
  },
  {
    title: "a key of another way",
    settings: "@:targets: { chatqna: { via: host, helmRelease: chatqna } }",
    problems: [
      [
        "@:targets.chatqna.helmRelease",
        "means nothing with via: host; it is for via: helm. Remove it, or change via.",
      ],
    ],
  },
  {
    title: "a namespace with a host",
    settings: "@:targets: { chatqna: { via: host, namespace: ai } }",
    problems: [
      [
        "@:targets.chatqna.namespace",
        "means nothing with via: host; it is for via: helm, manifests or gmc. Remove it, or change via.",
      ],
    ],
  },
  {
    title: "a URL for a host",
    settings: '@:targets: { chatqna: { via: host, host: "http://gaudi-03" } }',
    problems: [
      [
        "@:targets.chatqna.host",
        'is "http://gaudi-03"; a host is a name or an IP address, without scheme and port.',
      ],
    ],
  },
  {
    title: "a rate of 0",
    settings: "@:targets: { chatqna: { via: replay, requestsPerSecond: 0 } }",
    problems: [
      ["@:targets.chatqna.requestsPerSecond", "is 0; a rate is a number above 0 and up to 1000."],
    ],
  },
  {
    title: "an engine that the release lacks",
    settings: "@:targets: { chatqna: { via: host, engine: openai, release: 1.3 } }",
    problems: [
      [
        "@:targets.chatqna.engine",
        "is openai. OPEA 1.3 has no docker compose file for ChatQnA on xeon with engine: openai. Releases that have one: 1.5. Possible here: vllm, tgi or remote.",
      ],
    ],
  },
  {
    title: "a store that the hardware lacks",
    settings: "@:targets: { chatqna: { via: host, hardware: gaudi, vectorStore: milvus } }",
    problems: [
      [
        "@:targets.chatqna.vectorStore",
        "is milvus. OPEA 1.5 has no docker compose file for ChatQnA on gaudi with vectorStore: milvus. Possible here: redis.",
      ],
    ],
  },
  {
    title: "guardrails where there are none",
    settings: "@:targets: { chatqna: { via: host, guardrails: true } }",
    problems: [
      [
        "@:targets.chatqna.guardrails",
        "is true. OPEA 1.5 has no docker compose file for ChatQnA on xeon with guardrails: true. Possible here: false.",
      ],
    ],
  },
  {
    title: "hardware that the release lacks",
    settings: "@:targets: { chatqna: { via: host, release: 1.0, hardware: rocm } }",
    problems: [
      [
        "@:targets.chatqna.hardware",
        "is rocm. OPEA 1.0 has no ChatQnA for rocm. Possible here: xeon, gaudi, nvidia or aipc.",
      ],
    ],
  },
  {
    title: "guardrails on Prometheus' port",
    settings: "@:targets: { chatqna: { via: host, hardware: gaudi, guardrails: true } }",
    problems: [
      [
        "@:prometheus.port",
        `is 9090, the port of the container guardrails-gaudi-server of targets.chatqna on this machine too. Move Prometheus:
pulumi config set --path 'chatqna-monitoring:prometheus.port' 9091`,
      ],
    ],
  },
  {
    title: "a service by its engine's name",
    settings:
      '@:targets: { chatqna: { via: host, services: { vllm-service: { address: "a:9009" } } } }',
    problems: [
      [
        "@:targets.chatqna.services.vllm-service",
        "is not a name to use here; services are llm, embedding, reranking, retriever, dataprep, megaservice, guardrails, guardrails-llm, faqgen, textgen, embedding-wrapper, reranking-wrapper, llm-wrapper and vectorstore. Did you mean llm?",
      ],
    ],
  },
  {
    title: "a service that the deployment lacks",
    settings: "@:targets: { chatqna: { via: host, services: { guardrails: { enabled: false } } } }",
    problems: [
      [
        "@:targets.chatqna.services.guardrails",
        "is not in this deployment, which has llm, embedding, reranking, retriever, dataprep and megaservice to scrape. Remove it.",
      ],
    ],
  },
  {
    title: "a service without metrics",
    settings:
      '@:targets: { chatqna: { via: host, services: { vectorstore: { address: "localhost:9121" } } } }',
    problems: [
      [
        "@:targets.chatqna.services.vectorstore",
        "has no /metrics in this deployment. Scrape an exporter of it with targets.static, and remove this.",
      ],
    ],
  },
  {
    title: "an address for a replayed service",
    settings: '@:targets: { chatqna: { via: replay, services: { llm: { address: "a:9009" } } } }',
    problems: [
      [
        "@:targets.chatqna.services.llm.address",
        'is "a:9009"; with via: replay every service is played on 127.0.0.1. Write 127.0.0.1:PORT, or change via.',
      ],
    ],
  },
  {
    title: "an address for a simulated service",
    settings:
      '@:targets: { chatqna: { via: simulator, bind: "::", services: { llm: { address: "127.0.0.1:9009" } } } }',
    problems: [
      [
        "@:targets.chatqna.services.llm.address",
        'is "127.0.0.1:9009"; with via: simulator every service is played on [::1]. Write [::1]:PORT, or change via.',
      ],
    ],
  },
  {
    title: "a scenario that is not played",
    settings: "@:targets: { chatqna: { via: replay, scenario: overload } }",
    problems: [
      [
        "@:targets.chatqna.scenario",
        "means nothing with via: replay; it is for via: simulator. Remove it, or change via.",
      ],
    ],
  },
  {
    title: "a misspelt scenario",
    settings: "@:targets: { chatqna: { via: simulator, scenario: overlod } }",
    problems: [
      [
        "@:targets.chatqna.scenario",
        'is "overlod"; allowed are idle, steady, day, surge, overload, errors, engine-down, slow-retriever and cold-start. Did you mean overload?',
      ],
    ],
  },
  {
    title: "an engine that is not simulated",
    settings:
      "@:targets: { chatqna: { via: simulator, release: 1.4, hardware: aipc, engine: ollama } }",
    problems: [
      [
        "@:targets.chatqna.engine",
        "is ollama, which the simulator has no model of; it has tgi and vllm. Choose one of them, or change via.",
      ],
    ],
  },
  {
    title: "the simulator on the port of a service that it plays",
    settings: "@:targets: { chatqna: { via: simulator, controlPort: 8888 } }",
    problems: [
      [
        "@:targets.chatqna.controlPort",
        `is 8888, the port of the simulated megaservice on this machine too. Move the simulator:
pulumi config set --path 'chatqna-monitoring:targets.chatqna.controlPort' 8889`,
      ],
    ],
  },
];
