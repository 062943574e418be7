/** A histogram of a server: its name, and which times it can tell apart. */
export interface Histogram {
  /** Without `_bucket`. */
  readonly metric: string;
  /** What older releases call the same; both may be there, and then are equal. */
  readonly formerly?: string;
  /** As PromQL writes it: which of its series are meant. */
  readonly matcher?: string;
  /** The labels beside `job`, `component` and `le` that its recorded rates keep. */
  readonly by?: readonly string[];
  /** The finite upper bounds of its buckets, in seconds, from the smallest. */
  readonly edges: readonly number[];
  /** What one observation is, in words. */
  readonly observes: string;
}

/** From `first`, each half as long again: TGI router/src/server.rs, TEI router/src/lib.rs. */
function halfAsLongAgain(first: number): readonly number[] {
  const edges: number[] = [];
  for (let edge = first * 1.5; edges.length < 35; edge *= 1.5) edges.push(edge);
  return edges;
}

const tgiEdges = halfAsLongAgain(0.0001);
const teiEdges = halfAsLongAgain(0.00001);

/** vllm/v1/metrics/loggers.py. Releases with the engine V0 have the first of each, up to the mark. */
const vllmFirstTokenEdges = [
  0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, /* V1 */ 20,
  40, 80, 160, 640, 2560,
];
const vllmTokenEdges = [
  0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, /* V1 */ 5, 7.5, 10, 20,
  40, 80,
];
const vllmRequestEdges = [
  0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, /* V1 */ 120, 240, 480, 960, 1920,
  7680,
];

/** The defaults of Python's client library, which the megaservice leaves as they are. */
const pythonEdges = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

export const histograms = {
  vllmFirstToken: {
    metric: "vllm:time_to_first_token_seconds",
    edges: vllmFirstTokenEdges,
    observes: "a request, from its arrival at vLLM to its first token",
  },
  vllmInterToken: {
    metric: "vllm:inter_token_latency_seconds",
    formerly: "vllm:time_per_output_token_seconds",
    edges: vllmTokenEdges,
    observes: "a token, from the one before it",
  },
  vllmRequest: {
    metric: "vllm:e2e_request_latency_seconds",
    edges: vllmRequestEdges,
    observes: "a request, from its arrival at vLLM to its last token",
  },
  vllmQueue: {
    metric: "vllm:request_queue_time_seconds",
    edges: vllmRequestEdges,
    observes: "a finished request, how long it waited",
  },
  tgiQueue: {
    metric: "tgi_request_queue_duration",
    edges: tgiEdges,
    observes:
      "a finished request, how long it waited for a batch: TGI has no histogram of first tokens, and who waits longer than the objective has missed it; a slow prefill is not seen",
  },
  tgiStep: {
    metric: "tgi_batch_inference_duration",
    matcher: 'method="decode"',
    by: ["method"],
    edges: tgiEdges,
    observes: "a decode step, which brings each request of the batch one token",
  },
  tgiRequest: {
    metric: "tgi_request_duration",
    edges: tgiEdges,
    observes: "a successful request, from its arrival at TGI to its last token",
  },
  megaserviceFirstToken: {
    metric: "megaservice_first_token_latency",
    edges: pythonEdges,
    observes:
      "a streamed answer, from the question to the first piece of it, retrieval and reranking included",
  },
  megaserviceInterToken: {
    metric: "megaservice_inter_token_latency",
    edges: pythonEdges,
    observes: "a piece of a streamed answer, from the one before it; about a token",
  },
  megaserviceRequest: {
    metric: "megaservice_request_latency",
    edges: pythonEdges,
    observes: "a streamed answer, from the question to its end, retrieval and reranking included",
  },
  teiRequest: {
    metric: "te_request_duration",
    edges: teiEdges,
    observes: "a successful request to TEI",
  },
  http: {
    metric: "http_request_duration_seconds",
    by: ["handler"],
    edges: [0.1, 0.5, 1],
    observes: "an HTTP request to one of OPEA's services or to vLLM",
  },
} as const satisfies Record<string, Histogram>;

/**
 * The smallest edge that is not below a limit. An objective between two edges is judged at the higher
 * one: it fires late rather than wrongly. Undefined where only `+Inf` is above.
 */
export function edgeAtLeast({ edges }: Histogram, seconds: number): number | undefined {
  return edges.find((edge) => edge >= seconds * (1 - tolerance));
}

/** TGI's edges near a round number miss it by this much at the most: 0.4988 s stands for 500 ms. */
const tolerance = 0.03;

/**
 * The matcher of a bucket. Prometheus 3 writes whole numbers as `2.0`, whatever the server wrote, and
 * 2.x keeps the server's text: `2` of TGI and TEI.
 */
export function bucketMatcher(edge: number): string {
  return Number.isInteger(edge) ? `le=~"${edge}|${edge}\\\\.0"` : `le="${edge}"`;
}
