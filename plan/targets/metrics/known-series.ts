import { components } from "../target";
import { type Labels, type MeasuredServer, familiesOf, labelsOf, seriesNames } from "./family";

/** What can stand in a query: the labels of each series name, with the values that are known. */
export type KnownSeries = ReadonlyMap<string, KnownLabels>;

/** Without known values a label can have any. */
export type KnownLabels = ReadonlyMap<string, ReadonlySet<string>>;

/** What Prometheus and the operator put on every series of a target. */
const targetLabels: Labels = {
  job: [],
  instance: [],
  component: components,
  container: [],
  namespace: [],
  pod: [],
  service: [],
  endpoint: [],
};

/** The series that some release of some of the servers has. */
export function knownSeriesOf(servers: readonly MeasuredServer[]): KnownSeries {
  const known = new Map<string, KnownLabels>();
  for (const server of servers) {
    for (const version of server.versions) {
      for (const family of familiesOf(server, version)) {
        for (const name of seriesNames(family)) {
          const labels = {
            ...withoutSplit(labelsOf(server, version, family), name, family.name),
            ...(name === `${family.name}_bucket` && { le: bounds(family.buckets ?? []) }),
          };
          known.set(name, joined(known.get(name), labels));
        }
      }
    }
  }
  return known;
}

function joined(before: KnownLabels = new Map(), labels: Labels): KnownLabels {
  const all = new Map(before);
  for (const [label, values] of Object.entries({ ...targetLabels, ...labels })) {
    all.set(label, new Set([...(all.get(label) ?? []), ...values]));
  }
  return all;
}

/** The sum and the count of a summary have no quantile. */
function withoutSplit(labels: Labels, name: string, family: string): Labels {
  return name === family
    ? labels
    : Object.fromEntries(Object.entries(labels).filter(([label]) => label !== "quantile"));
}

/** Prometheus 3 writes the bound of a whole number with a fraction, older ones as the server does. */
function bounds(buckets: readonly number[]): readonly string[] {
  const written = buckets.flatMap((bound) =>
    Number.isInteger(bound) ? [`${bound}`, `${bound}.0`] : [`${bound}`],
  );
  return [...written, "+Inf"];
}
