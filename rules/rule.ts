/** Prometheus rules as data. Names follow Prometheus' own documentation. */

export interface RuleGroup {
  /** Unique in the stack; also the name of the group's file: `rules/<name>.yml`. */
  readonly name: string;
  readonly rules: readonly (AlertingRule | RecordingRule)[];
}

export interface RecordingRule {
  /** `level:metric:operations`. */
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface AlertingRule {
  /** The symptom, in CamelCase. */
  readonly alert: string;
  readonly expr: string;
  /** How long it must hold, as a Prometheus duration. Absent: fires at once. */
  readonly for?: string;
  readonly severity: Severity;
  /** One line without a value: the title of the notification. */
  readonly summary: string;
  /** What was measured, in words and with the value, and what it means. */
  readonly description: string;
  /** Page in `docs/runbooks/`, without the ending: what to look at and how to mend it. */
  readonly runbook: string;
}

/** `none` is for the Watchdog only: it always fires and must never page. */
export type Severity = "critical" | "warning" | "info" | "none";
