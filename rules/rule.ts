import type { LatencyName } from "../plan/settings/objectives";

/** Prometheus rules as data. Names follow Prometheus' own documentation. */

export interface RuleGroup {
  /** Unique in the stack; also the name of the group's file: `rules/<name>.yml`. */
  readonly name: string;
  /** Between two evaluations, as a Prometheus duration; the stack's interval unless set. */
  readonly interval?: string;
  readonly rules: readonly (AlertingRule | RecordingRule)[];
}

export interface RecordingRule {
  /** `level:metric:operations`. */
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** What a sample of it says, for docs/alerts.md. */
  readonly means: string;
}

export interface AlertingRule {
  /** The symptom, in CamelCase. Rules that differ in severity only share a name. */
  readonly alert: string;
  readonly expr: string;
  /** How long it must hold, as a Prometheus duration. Absent: fires at once. */
  readonly for?: string;
  readonly severity: Severity;
  /** Labels beside the severity. */
  readonly labels?: Readonly<Record<string, string>>;
  /** The objective that it guards. */
  readonly objective?: ObjectiveName;
  /** The expression in words, for docs/alerts.md: what has to be true. */
  readonly when: string;
  /** One line without a value: the title of the notification. */
  readonly summary: string;
  /** What was measured, in words and with the value, and what it means. */
  readonly description: string;
  /** Page in `docs/runbooks/`, without the ending: what to look at and how to mend it. */
  readonly runbook: string;
  /** The board to look at. */
  readonly board?: BoardLink;
  /** The board's address; set where the stack has that board. */
  readonly dashboard?: string;
}

/** As in the settings. */
export type ObjectiveName = LatencyName | "errors" | "availability";

/** `none` is for the Watchdog only: it always fires and must never page. */
export type Severity = "critical" | "warning" | "info" | "none";

/** The boards of this project, by their uid. */
export const boardUids = [
  "chatqna-overview",
  "chatqna-tgi",
  "chatqna-vllm",
  "chatqna-tei",
  "chatqna-services",
  "chatqna-vectorstore",
  "chatqna-host",
  "chatqna-accelerators",
  "chatqna-monitoring",
] as const;
export type BoardUid = (typeof boardUids)[number];

export interface BoardLink {
  readonly uid: BoardUid;
  /** Labels of the alert that choose the board's variables of the same name. */
  readonly variables: readonly ("job" | "instance")[];
}

export function board(uid: BoardUid, ...variables: BoardLink["variables"]): BoardLink {
  return { uid, variables };
}
