import { randomBytes } from "node:crypto";
import type { Checks } from "./checks";
import type { Kubectl } from "./kubectl";

/** What stacks are brought into, and removed with everything in it at the end. */
export interface ScratchNamespaces {
  /** Made by a stack itself, and removed with it. */
  readonly monitoring: string;
  /** Made by the test, as somebody else would. */
  readonly chatqna: string;
  readonly kept: string;
  readonly operator: string;
  /** Where a ChatQnA is to be recognised. */
  readonly detected: string;
}

/** Names that no cluster has yet. */
export function scratchNamespaces(): ScratchNamespaces {
  const suffix = randomBytes(3).toString("hex");
  return {
    monitoring: `e2e-monitoring-${suffix}`,
    chatqna: `e2e-chatqna-${suffix}`,
    kept: `e2e-kept-${suffix}`,
    operator: `e2e-operator-${suffix}`,
    detected: `e2e-detected-${suffix}`,
  };
}

/** What is looked at, where. */
export interface Cluster {
  readonly kubectl: Kubectl;
  readonly namespaces: ScratchNamespaces;
  readonly checks: Checks;
  /** How long pods may take until they are ready: much longer where images must be fetched. */
  readonly podSeconds: number;
}
