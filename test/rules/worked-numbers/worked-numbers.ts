import { objectiveRules } from "../../../rules/objectives/objectives";
import { latencyRules } from "../../../rules/latency";
import type { RecordingRule, RuleGroup } from "../../../rules/rule";
import type { Series } from "../proof";
import { fullStack } from "../stacks";

/** What a recording makes of some series, worked out by hand. */
export interface WorkedNumbers {
  readonly title: string;
  readonly rules: readonly RecordingRule[];
  readonly series: Series;
  readonly step?: number;
  readonly at: string;
  readonly record: string;
  /** Labels as PromQL writes them to value; a rate is `increase / 300`. */
  readonly gives: Readonly<Record<string, number>>;
}

export const stack = fullStack();

/** The recordings of a group of rules that follow from the stack. */
export function recordingsOf(group: string): readonly RecordingRule[] {
  const groups: readonly RuleGroup[] = [...latencyRules(stack), ...objectiveRules(stack)];
  return groups.flatMap(({ name, rules }) =>
    name === group ? rules.filter((rule) => "record" in rule) : [],
  );
}

/** The events of one objective; all stand under the same two names. */
export function eventsOf(objective: string, measuredBy: string): readonly RecordingRule[] {
  return recordingsOf("objectives").filter(
    ({ labels }) =>
      labels === undefined ||
      (labels["objective"] === objective && labels["measured_by"] === measuredBy),
  );
}
