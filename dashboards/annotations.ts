import type { Annotation } from "./kit";
import { datasource } from "./panel-source";

/** Where the benchmark's runs are noted: Grafana's own annotations with this tag. */
export const benchmarkTag = "benchmark";

const firing = 'ALERTS{alertstate="firing", severity!="none"}';

/** In milliseconds, as Grafana wants a value that is a moment. */
const startOfPrometheus =
  "1000 * (process_start_time_seconds and on (job, instance) prometheus_build_info)";

/** A span or a moment as Prometheus knows it. */
interface FromPrometheus extends Annotation {
  readonly expr: string;
}

const fromPrometheus: readonly FromPrometheus[] = [
  {
    name: "Alerts",
    datasource,
    enable: true,
    iconColor: "red",
    expr: firing,
    titleFormat: "{{alertname}}",
    textFormat: "{{job}} {{instance}}",
    tagKeys: "severity",
    step: "30s",
  },
  {
    name: "Prometheus restarts",
    datasource,
    enable: true,
    iconColor: "purple",
    expr: startOfPrometheus,
    titleFormat: "Prometheus started",
    textFormat: "{{instance}}",
    step: "30s",
    useValueForTime: true,
  },
];

/** What happened, on every panel of every board; each can be switched off at the top. */
export const annotations: readonly Annotation[] = [
  ...fromPrometheus.map((annotation) => ({
    ...annotation,
    // Grafana 11 reads the query from here, older ones from the annotation itself.
    target: { expr: annotation.expr, refId: "Anno" },
  })),
  {
    name: "Benchmark runs",
    datasource: { type: "grafana", uid: "-- Grafana --" },
    enable: true,
    iconColor: "blue",
    target: { type: "tags", tags: [benchmarkTag], matchAny: false, limit: 100 },
  },
];
