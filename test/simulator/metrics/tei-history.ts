import assert from "node:assert/strict";
import type { TeiEvent, TeiRequestFinished } from "../../../simulator/metrics/tei/events";
import { TeiMetrics } from "../../../simulator/metrics/tei/tei-metrics";
import type { RecordedBody } from "./recorded-body";
import { times, valueAt } from "./repeat";

/** What was done to the recorded TEIs, from the start of the process. */
interface TeiHistory {
  /** Requests served, by the way they came. */
  readonly served: readonly {
    readonly route: TeiRequestFinished["route"];
    readonly method: TeiRequestFinished["method"];
    readonly count: number;
  }[];
  /** Requests refused, by what they show as; `inputs`: taken up before they failed. */
  readonly refused?: readonly {
    readonly err: Extract<TeiEvent, { kind: "request-refused" }>["err"];
    /** Absent: refused before it was counted as a request. */
    readonly method?: TeiRequestFinished["method"];
    readonly count: number;
    readonly admitted?: true;
  }[];
}

const embedTwenty: TeiHistory["served"] = [
  { route: "/embed", method: "single", count: 16 },
  { route: "/embed", method: "batch", count: 6 },
];
/** 24 clients with 32 texts each have more texts than the 512 permits: 6 of them get none. */
const embedLoaded: TeiHistory["served"] = [
  { route: "/embed", method: "single", count: 16 },
  { route: "/embed", method: "batch", count: 24 },
];
const loadRefusals = { err: "overloaded", method: "batch", count: 6 } as const;
const rerankTwenty: TeiHistory["served"] = [
  { route: "/rerank", method: "batch", count: 20 },
  { route: "/predict", method: "single", count: 1 },
];

const histories: Readonly<Record<string, TeiHistory>> = {
  "tei-embed-1.9.3-after-1": { served: [{ route: "/embed", method: "single", count: 1 }] },
  "tei-embed-1.9.3-after-20": { served: embedTwenty },
  "tei-embed-1.9.3-under-load": { served: embedTwenty },
  "tei-embed-1.9.3-after-load": { served: embedLoaded, refused: [loadRefusals] },
  "tei-embed-1.9.3-after-errors": {
    served: embedLoaded,
    refused: [
      loadRefusals,
      { err: "tokenization", method: "single", count: 3, admitted: true },
      { err: "batch_size", method: "batch", count: 1 },
      // Asked to rerank, which an embedding model refuses before it counts.
      { err: "model_type", count: 1 },
    ],
  },
  "tei-embed-1.9.3-overload-after": {
    served: [{ route: "/embed", method: "single", count: 95 }],
    refused: [
      { err: "overloaded", method: "single", count: 305 },
      { err: "overloaded", method: "batch", count: 300 },
    ],
  },
  "tei-1.9.3-promaccept": { served: [{ route: "/embed", method: "single", count: 60 }] },
  "tei-rerank-1.9.3-after-20": { served: rerankTwenty },
  "tei-rerank-1.9.3-after-errors": {
    served: rerankTwenty,
    refused: [
      { err: "validation", count: 1 },
      // Asked to embed.
      { err: "model_type", method: "single", count: 1 },
    ],
  },
};

/** The server after the history of a recorded body. */
export function teiAfter(body: RecordedBody): TeiMetrics {
  const task = body.name.startsWith("tei-rerank") ? "rerank" : "embed";
  const server = new TeiMetrics({
    version: "1.9",
    task,
    maxInputLength: task === "rerank" ? 512 : 256,
  });
  const history = histories[body.name];
  if (history !== undefined) {
    for (const event of eventsOf(history, body, task)) server.record(event);
  }
  return server;
}

function eventsOf(
  history: TeiHistory,
  body: RecordedBody,
  task: "rerank" | "embed",
): readonly TeiEvent[] {
  return [
    ...received(history),
    ...inputs(body, task === "embed" ? "te_embed" : "te_predict"),
    ...polls(body),
    ...finished(history, body),
  ];
}

function received({ served, refused = [] }: TeiHistory): readonly TeiEvent[] {
  return [
    ...served.flatMap(({ method, count }) =>
      times<TeiEvent>(count, () => [{ kind: "request-received", at: 0, method }]),
    ),
    ...refused.flatMap(({ err, method, count, admitted }) =>
      times<TeiEvent>(count, () => [
        ...(method === undefined ? [] : [{ kind: "request-received" as const, at: 0, method }]),
        ...(admitted === true ? [{ kind: "input-admitted" as const, at: 0 }] : []),
        { kind: "request-refused", at: 0, err },
      ]),
    ),
  ];
}

function inputs(body: RecordedBody, prefix: string): readonly TeiEvent[] {
  const tokens = body.values("te_request_input_length", "", "whole");
  const durations = durationsOf(body, prefix);
  return tokens.flatMap((count, turn): readonly TeiEvent[] => [
    { kind: "input-admitted", at: 0 },
    { kind: "input-queued", at: 0, tokens: count },
    { kind: "input-finished", at: 0, ...durations(turn) },
  ]);
}

function polls(body: RecordedBody): readonly TeiEvent[] {
  const sizes = body.values("te_batch_next_size", "", "whole");
  const tokens = body.values("te_batch_next_tokens", "", "whole");
  return sizes.map((batchSize, turn) => ({
    kind: "queue-polled",
    at: 0,
    batchSize,
    batchTokens: valueAt(tokens, turn),
    queueSize: 0,
  }));
}

function finished({ served }: TeiHistory, body: RecordedBody): readonly TeiEvent[] {
  const durations = durationsOf(body, "te_request");
  const requests = served.flatMap(({ route, method, count }) =>
    times(count, () => [{ route, method }]),
  );
  assert.equal(requests.length, body.value("te_request_duration_count"));
  return requests.map((request, turn) => ({
    kind: "request-finished",
    at: 0,
    ...request,
    ...durations(turn),
  }));
}

type Durations = Pick<
  TeiRequestFinished,
  "totalSeconds" | "tokenizationSeconds" | "queueSeconds" | "inferenceSeconds"
>;

function durationsOf(body: RecordedBody, prefix: string): (turn: number) => Durations {
  const total = body.values(`${prefix}_duration`);
  const tokenization = body.values(`${prefix}_tokenization_duration`);
  const queue = body.values(`${prefix}_queue_duration`);
  const inference = body.values(`${prefix}_inference_duration`);
  return (turn) => ({
    totalSeconds: valueAt(total, turn),
    tokenizationSeconds: valueAt(tokenization, turn),
    queueSeconds: valueAt(queue, turn),
    inferenceSeconds: valueAt(inference, turn),
  });
}
