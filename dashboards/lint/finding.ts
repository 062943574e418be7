/** What a board does that boards should not. */
export interface Finding {
  readonly rule: Rule;
  /** Where it stands in the file: `panels[3].targets[0].expr`. */
  readonly path: string;
  /** The same for people: a panel's title, a variable's name, or the board. */
  readonly where: string;
  readonly problem: string;
}

/**
 * All rules, each with what mends it. Those of Grafana's dashboard-linter keep its names; its two on
 * LogQL concern no board that asks a Prometheus.
 */
export const mends = {
  "no-json": "Export the board again: Share, Export, as JSON, model Classic.",
  "slug-uid": "Give it a uid of lower-case letters, digits and hyphens, at most 40 characters.",
  "unique-uid": "Give one of the two another uid.",
  "no-id": 'Set "id" to null.',
  "uneditable-dashboard": 'Set "editable" to false; who wants to try something copies the board.',
  "panel-ids": 'Give every panel and row an "id" of its own.',
  "no-placeholders": "Write ${datasource} and have a variable of that name, of type datasource.",
  "template-datasource":
    'Add a variable "datasource" of type datasource that chooses a prometheus.',
  "template-job": 'Add a variable "job" that allows several values and All.',
  "template-instance": 'Add a variable "instance" that allows several values and All.',
  "template-label-promql": "Put the query of the variable right: Explore shows what it gives.",
  "template-on-time-change-reload": 'Set "refresh" of the variable to 2: on time range change.',
  "panel-datasource": 'Set "datasource" to {"type": "prometheus", "uid": "${datasource}"}.',
  "panel-title-description": "Give it a title, and a description of what good looks like.",
  "panel-units": 'Set fieldConfig.defaults.unit; "short" is for plain numbers.',
  "panel-no-targets": "Give it a query or make it a text panel.",
  grid: "Move or resize it: panels fill 24 columns without gaps and without covering each other.",
  "target-ref-ids": 'Give every query of the panel a "refId" of its own.',
  "target-promql": "Put the query right: Explore shows what it gives.",
  "target-rate-interval": "Use [$__rate_interval], which fits every scrape interval.",
  "target-job": 'Add job=~"$job" to the matchers.',
  "target-instance": 'Add instance=~"$instance" to the matchers.',
  "target-counter-agg": "Take rate(…[$__rate_interval]) of it, or increase.",
  "target-legend": "Keep the label in the aggregation, or take it out of the legend.",
  "target-metrics":
    "Look its name up for your release: docs/compatibility.md, plan/targets/metrics.",
} as const satisfies Record<string, string>;

export type Rule = keyof typeof mends;

export function when(applies: boolean, finding: () => Finding): readonly Finding[] {
  return applies ? [finding()] : [];
}
