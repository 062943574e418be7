import { type ServiceOverride } from "../targets/catalogue";
import type { MeasuredService } from "../targets/service";
import type { Proposal } from "./chatqna-settings";
import type { ContainerFacts } from "./container-facts";
import { deploymentKeys } from "./deployment-keys";
import type { ClusterRecognition } from "./recognise-cluster";
import type { Match } from "./match-containers";

export interface ClusterProposal extends Proposal {
  /** Of several pods behind one service, each scrape would reach one. */
  readonly discovery: "pods" | undefined;
}

/** The settings that scrape what was recognised, with an override wherever it differs. */
export function proposeForCluster(recognition: ClusterRecognition): ClusterProposal {
  const { matches, missing } = recognition;
  const found = [
    ...matches.flatMap((match) =>
      match.service.metrics ? [placed(match, match.service, recognition)] : [],
    ),
    ...missing.flatMap((service) => (service.metrics ? [absent(service)] : [])),
  ];
  const overrides = found.flatMap(({ name, override }) =>
    override === undefined ? [] : [[name, override] as const],
  );
  const several = found.filter(({ replicas }) => replicas > 1);
  return {
    chatqna: {
      ...keysOf(recognition),
      ...(overrides.length > 0 && { services: Object.fromEntries(overrides) }),
    },
    targets: new Map(
      found.flatMap(({ service, address }) =>
        service === undefined || address === undefined ? [] : [[service, address] as const],
      ),
    ),
    discovery: several.length > 0 ? "pods" : undefined,
    notes: [
      ...found.flatMap(({ note }) => note ?? []),
      ...several.map(
        ({ service = "", replicas }) =>
          `${service} has ${replicas} pods: with kubernetes.discovery: pods each of them is scraped.`,
      ),
    ],
  };
}

function keysOf({ existing, reach }: ClusterRecognition) {
  return {
    via: reach.via,
    ...deploymentKeys(existing.deployment),
    ...(reach.via === "helm" && reach.release !== "chatqna" && { helmRelease: reach.release }),
    ...(reach.namespace !== "default" && { namespace: reach.namespace }),
  };
}

interface Finding {
  readonly name: MeasuredService["name"];
  readonly service?: string;
  readonly address?: string;
  readonly replicas: number;
  readonly override?: ServiceOverride;
  readonly note?: string;
}

function placed(
  { container }: Match,
  { name, port, address: expected }: MeasuredService,
  { reach: { namespace } }: ClusterRecognition,
): Finding {
  const address = `${container.name}.${namespace}.svc.cluster.local:${portOf(container, port)}`;
  return {
    name,
    service: container.name,
    address,
    replicas: container.pods?.replicas ?? 1,
    ...(address !== expected && { override: { address } }),
  };
}

/** The catalogue's, unless the service has one port, and that is another. */
function portOf({ ports }: ContainerFacts, expected: number): number {
  const [only] = ports;
  return ports.length === 1 && only !== undefined ? only.container : expected;
}

function absent({ name, container }: MeasuredService): Finding {
  return {
    name,
    replicas: 0,
    override: { enabled: false },
    note: `${name} (${container}) is not there, and will not be scraped.`,
  };
}
