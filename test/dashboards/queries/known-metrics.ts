import type { Board } from "../../../dashboards/boards";
import type { Labels, MeasuredServer, MetricFamily } from "../../../plan/targets/metrics/family";
import { familiesOf, labelsOf, seriesNames } from "../../../plan/targets/metrics/family";
import { scraping } from "../../../plan/targets/metrics/monitoring";
import { type Grouping, type Selector, parsedQuery } from "./parsed-query";

/** A series that some release of a server exports, with the values that its labels take. */
interface KnownSeries {
  readonly labels: Labels;
  readonly type: MetricFamily["type"];
}

/** What Prometheus, this project and an operator put on every target. */
const targetLabels = [
  "job",
  "instance",
  "component",
  "namespace",
  "pod",
  "service",
  "container",
  "endpoint",
];

/** Values that belong to a deployment, not to the software: the catalogue has examples of them. */
const ownValues = ["model_name", "device", "mountpoint", "fstype", "id", "name", "image", "pod"];

/** What can be asked: the series of some servers, in all the releases that the catalogue has. */
export class KnownMetrics {
  private readonly series = new Map<string, readonly KnownSeries[]>();

  /** @param recorded names that rules record, or Prometheus itself writes: of their labels nothing is known */
  constructor(
    private readonly servers: readonly MeasuredServer[],
    private readonly recorded: readonly string[] = [],
  ) {
    for (const server of servers) {
      for (const version of server.versions) {
        for (const family of familiesOf(server, version)) {
          this.add(family, labelsOf(server, version, family));
        }
      }
    }
  }

  private add(family: MetricFamily, own: Labels): void {
    for (const name of seriesNames(family)) {
      const le = { le: [...(family.buckets ?? []).map(String), "+Inf"] };
      const labels = { ...own, ...(name.endsWith("_bucket") && le) };
      this.series.set(name, [...(this.series.get(name) ?? []), { labels, type: family.type }]);
    }
  }

  /** What a query asks for that no release has, in words; empty for a query that can have data. */
  findings(expr: string): readonly string[] {
    const { selectors, groupings } = parsedQuery(expr);
    return [
      ...new Set([
        ...selectors.flatMap((selector) => this.selectorFindings(selector)),
        ...groupings.flatMap((grouping) => this.groupingFindings(grouping)),
      ]),
    ];
  }

  private selectorFindings({ metric, matchers }: Selector): readonly string[] {
    if (this.recorded.includes(metric)) return [];
    const known = this.series.get(metric);
    if (known === undefined) {
      return [`${metric || "a selector without a name"} is no metric of ${this.names()}`];
    }
    return matchers.flatMap(({ label, operator, value }) => {
      if (targetLabels.includes(label)) return [];
      const values = known.flatMap(({ labels }) => labels[label] ?? []);
      if (values.length === 0) return [`${metric} has no label ${label}`];
      // What is left out may be anything, and a variable is filled with what is there.
      const asked = operator === "=" || operator === "=~";
      if (!asked || value.includes("$") || ownValues.includes(label)) return [];
      const pattern = operator === "=" ? new RegExp(`^${escaped(value)}$`) : matcherPattern(value);
      return values.some((one) => pattern.test(one))
        ? []
        : [`${metric} has no ${label} like ${value}, but ${[...new Set(values)].join(", ")}`];
    });
  }

  private groupingFindings({ labels, of, made }: Grouping): readonly string[] {
    if (of.some(({ metric }) => this.recorded.includes(metric))) return [];
    const known = of.flatMap(({ metric }) => this.series.get(metric) ?? []);
    if (known.length === 0) return [];
    return labels
      .filter((label) => !targetLabels.includes(label) && !made.includes(label))
      .filter((label) => !known.some((series) => label in series.labels))
      .map((label) => `none of ${of.map(({ metric }) => metric).join(", ")} has a label ${label}`);
  }

  private names(): string {
    return this.servers.map(({ title }) => title).join(", ");
  }
}

/** What a board may ask for: its servers' metrics, and what Prometheus writes of each target. */
export function knownToBoard({ servers }: Board): KnownMetrics {
  return new KnownMetrics([...servers, scraping]);
}

/** A whole match, as Prometheus matches; `(?i)` is Go's way to say that case does not matter. */
function matcherPattern(value: string): RegExp {
  const anyCase = value.startsWith("(?i)");
  return new RegExp(`^(?:${anyCase ? value.slice(4) : value})$`, anyCase ? "i" : "");
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
