import { teiFailures, tgiFailures } from "../../rules/objectives/failures";
import { type Matcher, sumOfRatesBy } from "../promql";
import { onTheWay } from "./metrics";

/** How requests and their failures are counted, by job: the counters that tell the truth. */
export interface Count {
  readonly failures: string;
  readonly requests: string;
}

const byJob = ["job"];

function countOf(
  failures: readonly [metric: string, ...matchers: readonly Matcher[]],
  requests: readonly [metric: string, ...matchers: readonly Matcher[]],
  isWhole: boolean,
): Count {
  const failed = sumOfRatesBy(byJob, ...failures);
  const asked = sumOfRatesBy(byJob, ...requests);
  return {
    // A failure counter appears with its first failure.
    failures: `(${failed} or 0 * ${asked})`,
    // Where requests are counted by their success, failures come on top.
    requests: isWhole ? asked : `(${asked} + (${failed} or 0 * ${asked}) or ${failed})`,
  };
}

/** The metric and the matcher of a selector that the rules have. */
function partsOf(selector: string): readonly [metric: string, matcher: Matcher] {
  const [, metric = "", matcher = ""] = /^(\w+)\{(.*)\}$/.exec(selector) ?? [];
  return [metric, matcher];
}

export const counts: readonly Count[] = [
  countOf(
    ["http_requests_total", ...onTheWay, 'status="5xx"'],
    ["http_requests_total", ...onTheWay, 'status=~"2xx|5xx"'],
    true,
  ),
  countOf(partsOf(tgiFailures), ["tgi_request_success"], false),
  countOf(partsOf(teiFailures), ["te_request_duration_count"], false),
];

export const shareByJob = counts
  .map(({ failures, requests }) => `(${failures} / (${requests} > 0))`)
  .join(" or ");

export const worstShare = `max(${shareByJob})`;
