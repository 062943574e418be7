import * as fc from "fast-check";

import type { ServiceOverrides } from "../../../plan/targets/catalogue";
import type { ExistingDeployment } from "../../../plan/targets/deployment-problems";
import { allDeployments } from "../../../plan/targets/deployment-problems";
import type { Deployment, Reach, ReachKind } from "../../../plan/targets/deployment";
import {
  engines,
  hardwareKinds,
  reachKinds,
  releases,
  serviceNames,
  vectorStores,
} from "../../../plan/targets/deployment";

/** Any deployment that can be written down, whether it exists or not. */
export const anyDeployment: fc.Arbitrary<Deployment> = fc.record({
  release: fc.constantFrom(...releases),
  hardware: fc.constantFrom(...hardwareKinds),
  engine: fc.constantFrom(...engines),
  vectorStore: fc.constantFrom(...vectorStores),
  rerank: fc.boolean(),
  guardrails: fc.boolean(),
  faqgen: fc.boolean(),
});

export const anyReachKind: fc.Arbitrary<ReachKind> = fc.constantFrom(...reachKinds);

export const existing: readonly ExistingDeployment[] = allDeployments();

export const anyExisting: fc.Arbitrary<ExistingDeployment> = fc.constantFrom(...existing);

export const anyOverrides: fc.Arbitrary<ServiceOverrides> = fc.dictionary(
  fc.constantFrom(...serviceNames),
  fc.record(
    { address: fc.constantFrom("10.0.0.7:1234", "[fd00::7]:80"), enabled: fc.boolean() },
    { requiredKeys: [] },
  ),
);

/** A reach of a kind, with plain names. */
export function reachVia(via: ReachKind): Reach {
  switch (via) {
    case "host":
      return { via, host: "opea.example" };
    case "compose":
      return { via };
    case "helm":
      return { via, release: "chatqna", namespace: "opea" };
    case "manifests":
    case "gmc":
      return { via, namespace: "opea" };
  }
}

/** The default of the newest release. */
export const xeon15: Deployment = {
  release: "1.5",
  hardware: "xeon",
  engine: "vllm",
  vectorStore: "redis",
  rerank: true,
  guardrails: false,
  faqgen: false,
};
