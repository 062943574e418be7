import { rate, sumBy, sumOfRates, sumOfRatesBy } from "../promql";

/** What Prometheus, health checks and people with a mistyped address ask is no work. */
export const work = 'handler!~"/metrics|/health|/v1/health_check|/v1/statistics|none"';

/** A question as people ask it, from its arrival to the last token of the answer. */
export const question = 'handler="/v1/chatqna"';

export const byJob = ["job"];
export const byHandler = ["job", "handler"];

export const requests = "http_requests_total";
export const durations = "http_request_duration_seconds";

const serverErrors = 'status=~"5.."';

const answered = sumOfRates(requests, work);
export const shareOfErrors = `(${sumOfRates(requests, work, serverErrors)} or vector(0)) / (${answered} > 0)`;

/** 0 for a job without an error, which has no series of errors. */
const errorsByJob =
  `(${sumOfRatesBy(byJob, requests, work, serverErrors)} or ` +
  `${sumOfRatesBy(byJob, requests, work)} * 0)`;
export const shareOfErrorsByJob = `${errorsByJob} / (${sumOfRatesBy(byJob, requests, work)} > 0)`;

export const errorsByHandler = sumBy(
  ["job", "handler", "status"],
  rate(requests, work, 'status=~"[45].."'),
);
