import { type ServiceOverride, servicesOf } from "../targets/catalogue";
import type { Reach, ServiceName } from "../targets/deployment";
import type { MeasuredService } from "../targets/service";
import { type Viewpoint, addressFrom } from "./addresses";
import { deploymentKeys } from "./deployment-keys";
import type { Recognition } from "./recognise";

/** What to write under `targets.chatqna`, and what a person should know about it. */
export interface Proposal {
  readonly chatqna: Readonly<Record<string, unknown>>;
  /** By the container's name, what will be scraped. */
  readonly targets: ReadonlyMap<string, string>;
  /** A sentence for each service that will not be scraped, or elsewhere than one would think. */
  readonly notes: readonly string[];
}

/** The settings that scrape what was recognised, with an override wherever it differs. */
export function propose(recognition: Recognition, viewpoint: Viewpoint): Proposal {
  const found = findingsOf(recognition, viewpoint);
  const overrides = found.flatMap(({ name, override }) =>
    override === undefined ? [] : [[name, override] as const],
  );
  return {
    chatqna: {
      ...keysOf(recognition, viewpoint),
      ...(overrides.length > 0 && { services: Object.fromEntries(overrides) }),
    },
    targets: new Map(
      found.flatMap(({ container, address }) =>
        container === undefined || address === undefined ? [] : [[container, address] as const],
      ),
    ),
    notes: found.flatMap(({ note }) => (note === undefined ? [] : [note])),
  };
}

function keysOf({ existing }: Recognition, viewpoint: Viewpoint) {
  return {
    via: viewpoint.via,
    ...deploymentKeys(existing.deployment),
    ...(viewpoint.via === "host" && viewpoint.host !== "localhost" && { host: viewpoint.host }),
  };
}

interface Finding {
  readonly name: ServiceName;
  readonly container?: string;
  readonly address?: string;
  readonly override?: ServiceOverride;
  readonly note?: string;
}

function findingsOf({ existing, matches }: Recognition, viewpoint: Viewpoint): readonly Finding[] {
  return servicesOf(existing.deployment, reachOf(viewpoint))
    .filter((service) => service.metrics)
    .map((service): Finding => {
      const match = matches.find(({ service: { name } }) => name === service.name);
      return match === undefined
        ? missing(service)
        : placed(service, match.container.name, addressFrom(viewpoint, service, match.container));
    });
}

function reachOf(viewpoint: Viewpoint): Reach {
  return viewpoint.via === "host" ? viewpoint : { via: "compose" };
}

function missing({ name, container }: MeasuredService): Finding {
  return {
    name,
    override: { enabled: false },
    note: `${name} (${container}) is not there, and will not be scraped.`,
  };
}

function placed(
  { name, address: expected }: MeasuredService,
  container: string,
  address: ReturnType<typeof addressFrom>,
): Finding {
  if (typeof address !== "string") {
    return {
      name,
      container,
      override: { enabled: false },
      note: `${container} ${address.reason}, and will not be scraped.`,
    };
  }
  return { name, container, address, ...(address !== expected && { override: { address } }) };
}
