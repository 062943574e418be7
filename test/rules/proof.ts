import type { AlertingRule, RuleGroup } from "../../rules/rule";
import { annotationsOf, labelsOf, renderRuleFile } from "../../rules/rule-file";
import type { TestFile } from "./promtool";

/** Input series in promtool's notation, `up{job="vllm"}` to `1x4 0x20`: a sample each step. */
export type Series = Readonly<Record<string, string>>;

/** What proves that one alerting rule fires when it should and is silent when it should be. */
export interface Proof {
  readonly alert: string;
  /** Labels of the rule that tell it from others of its name. */
  readonly rule?: Readonly<Record<string, string>>;
  /** A little over the threshold. */
  readonly fires: FiringCase;
  /** At the threshold and no further. */
  readonly justUnder: SilentCase | NeverSilent;
  /** It was over it once. */
  readonly recovers: SilentCase | NeverSilent;
  readonly alsoFires?: readonly FiringCase[];
  readonly alsoSilent?: readonly SilentCase[];
  /** Seconds between two samples and between two evaluations; 15 unless set. Days want minutes. */
  readonly step?: number;
}

/** The Watchdog's. */
export type NeverSilent = "never silent";

export interface FiringCase {
  readonly name: string;
  readonly series: Series;
  /** Seconds until the expression is true for the first time: it fires after `for`, and no earlier. */
  readonly since: number;
  /** Of the one alert that fires, without those of the rule. */
  readonly labels: Readonly<Record<string, string>>;
  /** What the description makes of the value. */
  readonly value?: string;
  /** Seconds until it is silent again, and what the description made of the value a step before. */
  readonly until?: number;
  readonly lastValue?: string;
}

export interface SilentCase {
  readonly name: string;
  readonly series: Series;
  /** In seconds. */
  readonly at: number;
}

/** Between two samples and between two evaluations of most proofs, in seconds. */
export const step = 15;

export interface ProvenRule {
  readonly group: RuleGroup;
  readonly rule: AlertingRule;
}

/** The rule that a proof is about. */
export function ruleOf(groups: readonly RuleGroup[], proof: Proof): ProvenRule {
  const found = groups.flatMap((group) =>
    group.rules.flatMap((rule) =>
      "alert" in rule && isAbout(proof, rule) ? [{ group, rule }] : [],
    ),
  );
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new Error(`${found.length} rules are called ${nameOf(proof)}`);
  }
  return only;
}

export function isAbout({ alert, rule: wanted = {} }: Proof, rule: AlertingRule): boolean {
  const labels = labelsOf(rule);
  return (
    rule.alert === alert && Object.entries(wanted).every(([name, value]) => labels[name] === value)
  );
}

export function nameOf({ alert, rule = {} }: Proof): string {
  return [alert, ...Object.values(rule)].join(" ");
}

/** A proof as a test file of promtool. */
export function testFile(proof: Proof, { group, rule }: ProvenRule): TestFile {
  return {
    rules: renderRuleFile({ name: group.name, rules: [rule] }),
    step: proof.step ?? step,
    tests: promtoolTests(proof, rule),
  };
}

function promtoolTests(proof: Proof, rule: AlertingRule): readonly object[] {
  const every = proof.step ?? step;
  const silent = [proof.justUnder, proof.recovers, ...(proof.alsoSilent ?? [])].filter(
    (one) => one !== "never silent",
  );
  return [
    ...[proof.fires, ...(proof.alsoFires ?? [])].map((one) => firingTest(one, rule, every)),
    ...silent.map(({ name, series, at }) => ({
      name,
      interval: `${every}s`,
      input_series: inputs(series),
      alert_rule_test: [silence(at, rule)],
    })),
  ];
}

function firingTest(one: FiringCase, rule: AlertingRule, every: number): object {
  const { name, series, since, until, lastValue } = one;
  const at = since + seconds(rule.for);
  const last = { ...one, ...(lastValue !== undefined && { value: lastValue }) };
  return {
    name,
    interval: `${every}s`,
    input_series: inputs(series),
    alert_rule_test: [
      ...(at < every ? [] : [silence(at - every, rule)]),
      firing(at, one, rule),
      ...(until === undefined ? [] : [firing(until - every, last, rule), silence(until, rule)]),
    ],
  };
}

function silence(at: number, { alert }: AlertingRule): object {
  return { eval_time: `${at}s`, alertname: alert, exp_alerts: [] };
}

function firing(at: number, one: FiringCase, rule: AlertingRule): object {
  const labels = { ...one.labels, ...labelsOf(rule) };
  return {
    eval_time: `${at}s`,
    alertname: rule.alert,
    exp_alerts: [{ exp_labels: labels, exp_annotations: expanded(one, rule) }],
  };
}

function inputs(series: Series): readonly object[] {
  return Object.entries(series).map(([name, values]) => ({ series: name, values }));
}

/** The annotations with the templates filled in, as Prometheus should. */
function expanded({ labels, value }: FiringCase, rule: AlertingRule): Record<string, string> {
  const all: Record<string, string> = { ...labels };
  return Object.fromEntries(
    Object.entries(annotationsOf(rule)).map(([name, text]) => [
      name,
      text
        .replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => all[label] ?? "")
        .replaceAll(/\{\{[^}]*\$value[^}]*\}\}/g, value ?? "(the proof tells no value)"),
    ]),
  );
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

export function seconds(text = "0s"): number {
  return Number(text.slice(0, -1)) * (unitSeconds[text.slice(-1)] ?? NaN);
}
