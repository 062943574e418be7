import type { RuleGroup } from "../../rules/rule";
import { type WatchedStack, watches } from "../../rules/watched-stack";
import type { Proof } from "./proof";
import { tgiProofs, vllmProofs } from "./proofs/engines";
import { acceleratorProofs, hostProofs } from "./proofs/machines";
import { objectiveProofs } from "./proofs/objectives";
import { prometheusProofs } from "./proofs/prometheus";
import { probeProofs, scrapingProofs } from "./proofs/scraping";
import { serviceProofs, teiProofs } from "./proofs/stages";
import { vectorStoreProofs } from "./proofs/stores";

/** The proofs of every alert that a stack has; thresholds follow its settings. */
export function proofsOf(stack: WatchedStack, groups: readonly RuleGroup[]): readonly Proof[] {
  const alerts = new Set(
    groups.flatMap(({ rules }) => rules.flatMap((rule) => ("alert" in rule ? [rule.alert] : []))),
  );
  const proofs = [
    ...scrapingProofs(stack),
    ...prometheusProofs(stack),
    ...objectiveProofs(stack),
    ...(watches(stack, "tgi") ? tgiProofs(stack) : []),
    ...(watches(stack, "vllm") ? vllmProofs(stack) : []),
    ...(watches(stack, "tei") ? teiProofs(stack) : []),
    ...serviceProofs(stack),
    ...vectorStoreProofs(stack),
    ...(watches(stack, "probes") ? probeProofs() : []),
    ...hostProofs(),
    ...acceleratorProofs(),
  ];
  return proofs.filter(({ alert }) => alerts.has(alert));
}
