import { type WatchedStack, watches } from "../watched-stack";

/** How a service's failed requests are counted, by the counter that tells the truth. */
export interface FailureCount {
  /** The counter that failures are seen in: the label `measured_by`. */
  readonly measuredBy: string;
  /** Failures per second by job and component; 0 where there are requests and no failure yet. */
  readonly failures: string;
  /** Requests per second by job and component, failed ones included. */
  readonly requests: string;
  /** For docs/objectives.md. */
  readonly tells: string;
}

/** Requests that are nobody's question. */
export const ownHandlers =
  'handler!~"none|/metrics|/health|/ping|/v1/health_check|/v1/statistics|/v1/models|/version|/load"';

/** On the way of a question; dataprep has an alert of its own (`services.ts`). */
const onTheWay = 'component!="dataprep"';

/** TGI: what is not the client's doing. `validation` and `dropped` are. */
export const tgiFailures = 'tgi_request_failure{err=~"overloaded|generation|incomplete|template"}';

/** TEI: what is not the client's doing. The others are about the request's text or size. */
export const teiFailures = 'te_request_failure{err=~"overloaded|inference"}';

/** The counts that a stack has, each with the time over which rates are taken. */
export function failureCounts(stack: WatchedStack, window: string): readonly FailureCount[] {
  const perSecond = (series: string) => `sum by (job, component) (rate(${series}[${window}]))`;
  const table: readonly [present: boolean, count: FailureCount][] = [
    [watches(stack, "opea") || watches(stack, "vllm"), httpCount(perSecond)],
    [watches(stack, "tgi"), tgiCount(perSecond)],
    [watches(stack, "vllm"), vllmCount(perSecond)],
    [watches(stack, "tei"), teiCount(perSecond)],
    [watches(stack, "redis"), redisCount(perSecond)],
    [watches(stack, "qdrant"), qdrantCount(perSecond)],
    [watches(stack, "milvus"), milvusCount(perSecond)],
  ];
  return table.flatMap(([present, count]) => (present ? [count] : []));
}

type PerSecond = (series: string) => string;

/**
 * A failure counter appears with its first failure. Until then it is 0 wherever requests are counted,
 * so that the ratio is 0 and not missing.
 */
function orZero(failures: string, requests: string): string {
  return `${failures} or 0 * ${requests}`;
}

function httpCount(perSecond: PerSecond): FailureCount {
  const requests = perSecond(`http_requests_total{${onTheWay}, ${ownHandlers}, status=~"2xx|5xx"}`);
  const failures = perSecond(`http_requests_total{${onTheWay}, ${ownHandlers}, status="5xx"}`);
  return {
    measuredBy: "http_requests_total",
    failures: orZero(failures, requests),
    requests,
    tells:
      "OPEA's services and vLLM: answers 5xx. Not seen here: an LLM that fails while the megaservice streams its answer, which is a 200 at the megaservice; the engine's own counter has it. A question that is no valid JSON is a 500 of the megaservice, and counts",
  };
}

function tgiCount(perSecond: PerSecond): FailureCount {
  const failures = perSecond(tgiFailures);
  const successes = perSecond("tgi_request_success");
  return {
    measuredBy: "tgi_request_failure",
    failures: orZero(failures, successes),
    // Not tgi_request_count, which counts a chat twice. Before the first success there are failures only.
    requests: `(${successes} or 0 * ${failures}) + (${failures} or 0 * ${successes})`,
    tells:
      "TGI: rejected for overload, failed in the shard, incomplete, or failed in the chat template; streamed ones too, which are a 200 to HTTP. Not counted: invalid requests and clients that left",
  };
}

function vllmCount(perSecond: PerSecond): FailureCount {
  return {
    measuredBy: "vllm:request_success_total",
    failures: orZero(
      perSecond('vllm:request_success_total{finished_reason="error"}'),
      perSecond("vllm:request_success_total"),
    ),
    requests: perSecond("vllm:request_success_total"),
    tells:
      "vLLM since 2026: requests that ended with the reason error, streamed ones too. Older releases have no such reason; there a stream that breaks is seen nowhere",
  };
}

function teiCount(perSecond: PerSecond): FailureCount {
  const failures = perSecond(teiFailures);
  // te_request_success lacks single requests before TEI 1.7; durations are of successes only.
  const successes = perSecond("te_request_duration_count");
  return {
    measuredBy: "te_request_failure",
    failures: orZero(failures, successes),
    requests: `(${successes} or 0 * ${failures}) + (${failures} or 0 * ${successes})`,
    tells:
      "TEI: rejected for overload, or failed in the backend. Not counted: texts and batches that are too long",
  };
}

function redisCount(perSecond: PerSecond): FailureCount {
  const search = 'cmd=~"(?i)ft[.]search"';
  const requests = perSecond(`redis_commands_total{${search}}`);
  return {
    measuredBy: "redis_commands_failed_calls_total",
    // Redis before 6.2 does not count them.
    failures: orZero(perSecond(`redis_commands_failed_calls_total{${search}}`), requests),
    requests,
    tells:
      "Redis since 6.2: searches that failed. Not counted: those that it refused to run, as while it loads its dump",
  };
}

function qdrantCount(perSecond: PerSecond): FailureCount {
  const requests = perSecond("rest_responses_total");
  return {
    measuredBy: "rest_responses_total",
    failures: orZero(perSecond('rest_responses_total{status=~"5.."}'), requests),
    requests,
    tells: "Qdrant: answers 5xx of its REST interface",
  };
}

function milvusCount(perSecond: PerSecond): FailureCount {
  const requests = perSecond('milvus_proxy_req_count{status="total"}');
  return {
    measuredBy: "milvus_proxy_req_count",
    failures: orZero(perSecond('milvus_proxy_req_count{status="fail"}'), requests),
    requests,
    tells: "Milvus: failed requests to its proxy",
  };
}
