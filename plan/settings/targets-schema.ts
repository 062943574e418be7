import { z } from "zod";
import { usualControlPort } from "../../simulator/control/control-port";
import { scenarioNames } from "../../simulator/scenarios/scenario-names";
import {
  engines,
  hardwareKinds,
  reachKinds,
  releases,
  vectorStores,
  serviceNames,
} from "../targets/deployment";
import { components } from "../targets/target";
import { flag, fromNumber, oneOf, text } from "./kinds";
import { identifier, kubernetesName, labelName, serviceName } from "./name-kinds";
import { hostName, hostPort, ipAddress, port, urlPath } from "./network-kinds";
import { rate } from "./quantity-kinds";
import { kinds, settingDocs } from "./registries";

/** What a label of a static target must not be called, and what to use instead. */
const reservedTargetLabels = {
  job: "the entry's key job sets it",
  instance: "it is the target's address, and set by Prometheus",
  component: "the entry's key component sets it",
  container: "the entry's key container sets it",
  namespace: "the entry's key namespace sets it",
};

/** `via` with the ways of the catalogue and ours. */
export const accessKinds = ["simulator", "replay", ...reachKinds] as const;

/** Settings that mean something with some ways only. */
export const keysOfAccess: Readonly<Record<string, readonly (typeof accessKinds)[number][]>> = {
  scenario: ["simulator"],
  requestsPerSecond: ["simulator", "replay"],
  bind: ["simulator"],
  controlPort: ["simulator"],
  host: ["host"],
  helmRelease: ["helm"],
  namespace: ["helm", "manifests", "gmc"],
};

const serviceOverride = z.strictObject({
  address: hostPort()
    .register(settingDocs, {
      description: "Scraped in place of the address that the catalogue has.",
      example: "10.0.0.7:9009",
    })
    .optional(),
  enabled: flag()
    .register(settingDocs, { description: "False: the service is not scraped." })
    .default(true),
});

const chatqna = z.strictObject({
  via: oneOf(accessKinds).register(settingDocs, {
    description:
      "How Prometheus reaches the services. `host`: at the ports that docker compose publishes. `simulator`: none runs; a simulated ChatQnA plays them. `replay`: none runs; recorded `/metrics` bodies are served on loopback in their place. `compose`, `helm`, `manifests` and `gmc`: by their names in the compose network or the cluster, for platforms that run there.",
    example: "host",
  }),
  release: fromNumber(oneOf(releases), (value) =>
    Number.isInteger(value) ? value.toFixed(1) : String(value),
  )
    .register(settingDocs, { description: "The OPEA release." })
    .default("1.5"),
  hardware: oneOf(hardwareKinds)
    .register(settingDocs, { description: "What the models run on." })
    .default("xeon"),
  engine: oneOf(engines)
    .register(settingDocs, {
      description: "What generates the text.",
      otherwise: "what OPEA's own files start for the release and hardware; vllm for 1.5 on Xeon",
    })
    .optional(),
  vectorStore: oneOf(vectorStores)
    .register(settingDocs, { description: "Where the documents' vectors are." })
    .default("redis"),
  rerank: flag()
    .register(settingDocs, {
      description: "False for the `compose_without_rerank.yaml` variants.",
    })
    .default(true),
  guardrails: flag()
    .register(settingDocs, {
      description:
        "Whether the guardrails run. Under docker compose they take host port 9090; move Prometheus.",
    })
    .default(false),
  faqgen: flag()
    .register(settingDocs, { description: "Whether the FAQ generation runs." })
    .default(false),
  host: hostName()
    .register(settingDocs, {
      description: "With `via: host`: the machine that runs docker compose.",
      otherwise: "`localhost`",
      example: "gaudi-03.example",
    })
    .optional(),
  scenario: oneOf(scenarioNames)
    .register(settingDocs, {
      description:
        "With `via: simulator`: what happens to it from its start; `npm run scenario` changes it later.",
      otherwise: "`steady`",
      example: "overload",
    })
    .optional(),
  requestsPerSecond: rate()
    .register(settingDocs, {
      description:
        "With `via: simulator`: questions a second in scenario `steady`; the others follow. With `via: replay`: how fast the counters of each service advance.",
      otherwise: "40 % of what the simulated one can do; `2` for a replay",
    })
    .optional(),
  bind: ipAddress()
    .register(settingDocs, {
      description:
        "With `via: simulator`: the address that it listens on, without a password. Containers do not reach the loopback of their host: platform docker wants one that they reach, Docker's bridge for example.",
      otherwise: "`127.0.0.1`; required on platform docker",
      example: "172.17.0.1",
    })
    .optional(),
  controlPort: port()
    .register(settingDocs, {
      description: "With `via: simulator`: where the simulator itself is asked and told.",
      otherwise: `\`${usualControlPort}\``,
    })
    .optional(),
  helmRelease: kubernetesName("the name of a helm release")
    .register(settingDocs, {
      description: "With `via: helm`: the name the chart was installed under.",
      otherwise: "`chatqna`",
    })
    .optional(),
  namespace: kubernetesName("a namespace")
    .register(settingDocs, {
      description: "With `via: helm`, `manifests` or `gmc`: where the services are.",
      otherwise: "`default`",
    })
    .optional(),
  services: z
    .partialRecord(serviceName(), serviceOverride)
    .register(settingDocs, {
      description: `By service, what is different from the catalogue. The services: ${serviceNames.join(", ")}.`,
    })
    .default({}),
});

const staticTargets = z.strictObject({
  job: identifier("a job").register(settingDocs, {
    description: "The scrape job, named as OPEA's dashboards expect it. One entry for each job.",
    example: "tgi",
  }),
  address: hostPort()
    .register(settingDocs, {
      description: "What to scrape. Either this or `addresses`.",
      example: "localhost:9009",
    })
    .optional(),
  addresses: z
    .array(
      hostPort().register(settingDocs, { description: "One replica.", example: "10.0.0.7:9009" }),
    )
    .min(1)
    .register(kinds, { label: "list", rule: "a list of addresses has at least one" })
    .register(settingDocs, { description: "Replicas to scrape. Either this or `address`." })
    .optional(),
  component: oneOf(components)
    .register(settingDocs, {
      description: "The part it plays in the deployment.",
      otherwise: "what the job is known for; required for a job that OPEA does not have",
    })
    .optional(),
  metricsPath: urlPath()
    .register(settingDocs, { description: "The path that serves the metrics." })
    .default("/metrics"),
  scheme: oneOf(["http", "https"])
    .register(settingDocs, { description: "The scheme to scrape with." })
    .default("http"),
  container: text("a container")
    .register(settingDocs, {
      description: "The label `container`, by which community boards filter.",
      example: "tgi-server",
    })
    .optional(),
  namespace: text("a namespace")
    .register(settingDocs, {
      description: "The label `namespace`, by which community boards filter.",
      example: "default",
    })
    .optional(),
  labels: z
    .record(labelName(reservedTargetLabels), text("the value of a label"))
    .register(settingDocs, {
      description:
        "Further labels of its series. Not among them: `job`, `instance`, `component`, `container`, `namespace`.",
    })
    .default({}),
});

export const targetsSchema = z.strictObject({
  chatqna: chatqna
    .register(settingDocs, {
      description: "A ChatQnA deployment in OPEA's words; its targets come from the catalogue.",
    })
    .optional(),
  static: z
    .array(staticTargets)
    .register(settingDocs, { description: "Targets named one by one." })
    .default([]),
});

export type ParsedTargets = z.output<typeof targetsSchema>;
export type ParsedChatQnA = NonNullable<ParsedTargets["chatqna"]>;
export type ParsedStaticTargets = ParsedTargets["static"][number];
