import {
  type LatencyName,
  type LatencyObjective,
  allowedShare,
  latencyNames,
} from "../../plan/settings/objectives";
import { parseDuration } from "../../plan/settings/quantity";
import { inShort } from "../seconds";
import { type WatchedStack, watches } from "../watched-stack";
import { type Histogram, edgeAtLeast, histograms } from "./histograms";

/** A latency objective on the histogram that judges it. */
export interface Measure {
  readonly objective: LatencyName;
  readonly histogram: Histogram;
  /** In seconds: the bucket whose observations count as fast enough. */
  readonly edge: number;
  /** In seconds: what the objective says. */
  readonly limit: number;
  /** The share that may be slower. */
  readonly allowed: number;
}

/** An objective that no alert can watch here, and why, as half a sentence. */
export interface Unmeasured {
  readonly objective: LatencyName;
  readonly reason: string;
}

/** Of one histogram after the other, the first that can tell is used; each list stands alone. */
type Choice = readonly Histogram[];

/** How each latency objective of a stack is judged. */
export function measuresOf(stack: WatchedStack): {
  readonly measures: readonly Measure[];
  readonly unmeasured: readonly Unmeasured[];
} {
  const outcomes = latencyNames.flatMap((objective) => {
    const stated = stack.objectives.latencies[objective];
    return stated === undefined ? [] : judge(objective, stated, choices(stack)[objective]);
  });
  return {
    measures: distinct(outcomes.flatMap((outcome) => ("edge" in outcome ? [outcome] : []))),
    unmeasured: outcomes.flatMap((outcome) => ("reason" in outcome ? [outcome] : [])),
  };
}

/** Two engines behind one megaservice are judged by one histogram, once. */
function distinct(measures: readonly Measure[]): readonly Measure[] {
  return measures.filter(
    ({ objective, histogram }, position) =>
      measures.findIndex(
        (other) => other.objective === objective && other.histogram === histogram,
      ) === position,
  );
}

function judge(
  objective: LatencyName,
  stated: LatencyObjective,
  places: readonly Choice[],
): readonly (Measure | Unmeasured)[] {
  if (places.length === 0) return [{ objective, reason: "nothing that is scraped measures it" }];
  const limit = parseDuration(stated.limit) / 1000;
  return places.map((choice): Measure | Unmeasured => {
    for (const histogram of choice) {
      const edge = edgeAtLeast(histogram, limit);
      if (edge !== undefined) {
        return { objective, histogram, edge, limit, allowed: allowedShare(stated) };
      }
    }
    const ends = choice.map(
      ({ metric, edges }) => `${metric} ends at ${inShort(edges.at(-1) ?? 0)}`,
    );
    return {
      objective,
      reason: `no time above that can be told from another (${ends.join(", ")}), so that an alert could never fire`,
    };
  });
}

/**
 * The first token and the time between tokens are the engine's work, and it measures every request;
 * the megaservice measures streamed ones only. The whole answer is what people wait for, so the
 * megaservice comes first there; its buckets end at 10 s, and then the engine has to tell.
 */
function choices(stack: WatchedStack): Readonly<Record<LatencyName, readonly Choice[]>> {
  const tgi = watches(stack, "tgi");
  const vllm = watches(stack, "vllm");
  const megaservice = watches(stack, "megaservice") && stack.megaserviceMeasures;
  const engines = tgi || vllm;
  const answers = [
    ...(vllm ? [histograms.vllmRequest] : []),
    ...(tgi ? [histograms.tgiRequest] : []),
  ];
  return {
    timeToFirstToken: [
      ...(vllm ? [[histograms.vllmFirstToken]] : []),
      // Of TGI only the megaservice knows it.
      ...(tgi
        ? [[...(megaservice ? [histograms.megaserviceFirstToken] : []), histograms.tgiQueue]]
        : []),
      ...(!engines && megaservice ? [[histograms.megaserviceFirstToken]] : []),
    ],
    interTokenLatency: [
      ...(vllm ? [[histograms.vllmInterToken]] : []),
      ...(tgi ? [[histograms.tgiStep]] : []),
      ...(!engines && megaservice ? [[histograms.megaserviceInterToken]] : []),
    ],
    endToEnd: megaservice
      ? (engines ? answers : [undefined]).map((engine) => [
          histograms.megaserviceRequest,
          ...(engine === undefined ? [] : [engine]),
        ])
      : answers.map((engine) => [engine]),
  };
}
