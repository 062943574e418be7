import { PlanError } from "../../../../plan/plan-error";
import type { RuleGroup } from "../../../../rules/rule";
import { renderGroup } from "../../../../rules/rule-file";
import type { Manifest } from "../manifest";
import type { Operated } from "./shape";

/** A PrometheusRule for each group, so that a preview shows which one changed. */
export function ruleObjects(
  groups: readonly RuleGroup[],
  { place, labels }: Operated,
): readonly Manifest[] {
  return groups.map((group) => {
    const name = `chatqna-${group.name}`;
    const rendered = renderGroup(group);
    refuseTooLarge(name, JSON.stringify(rendered).length);
    return {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "PrometheusRule",
      metadata: { name, namespace: place.namespace, labels },
      spec: { groups: [rendered] },
    };
  });
}

/** The operator puts the rules into ConfigMaps, and the largest of those is a mebibyte. */
const mostBytes = 1024 ** 2;

function refuseTooLarge(name: string, bytes: number): void {
  if (bytes <= mostBytes) return;
  throw new PlanError(
    `The PrometheusRule ${name} would have ${Math.ceil(bytes / 1024)} KiB, and the operator's ConfigMaps take 1024 KiB. ` +
      "Watch fewer targets in one stack: two stacks with other names share a cluster.",
  );
}
