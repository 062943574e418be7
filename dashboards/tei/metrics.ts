import { rate, sumBy, sumOfRates, sumOfRatesBy } from "../promql";

/** The parts of an input's time. A server exports those of `embed` or those of `predict`. */
export const parts = ["tokenization", "queue", "inference"] as const;

/** Embedding and reranking are different work: they are never added up. */
export const byJob = ["job"];

/** A part's mean, for inputs: the figures of requests do not add up where a request has several. */
export function meanPart(part: (typeof parts)[number]): string {
  const sums = rate(seriesOf(part, "sum"));
  const counts = rate(seriesOf(part, "count"));
  return `${sumBy(byJob, sums)} / (${sumBy(byJob, counts)} > 0)`;
}

function seriesOf(part: string, suffix: "sum" | "count"): readonly string[] {
  return ["embed", "predict"].map((what) => `te_${what}_${part}_duration_${suffix}`);
}

export const inputs = ["te_embed_success", "te_predict_success"];

/**
 * Every request that succeeded has a duration. Its own counter lacks single requests in 1.3 to 1.6,
 * and those of /predict to this day.
 */
const succeeded = "te_request_duration_count";

/** Requests that cannot be served, by the client's doing. */
const ofClients = 'err!~"tokenization|validation|batch_size|model_type|missing_values|dropped"';

export const succeededByJob = sumOfRatesBy(byJob, succeeded);

const failed = sumOfRates("te_request_failure", ofClients);
const finished = `${sumOfRates(succeeded)} + (${sumOfRates("te_request_failure")} or vector(0))`;

export const shareOfErrors = `(${failed} or vector(0)) / ((${finished}) > 0)`;
