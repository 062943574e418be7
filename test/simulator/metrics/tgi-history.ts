import assert from "node:assert/strict";
import type { TgiEvent, TgiMethod, TgiOptions } from "../../../simulator/metrics/tgi/events";
import { TgiMetrics } from "../../../simulator/metrics/tgi/tgi-metrics";
import type { RecordedBody } from "./recorded-body";
import { add } from "./recorded-body";
import { times, valueAt } from "./repeat";

/**
 * What was done to the recorded TGIs, as INDEX.md and FINDINGS.md tell. Everything counts from the
 * start of the process.
 */
interface TgiHistory {
  /** Requests to /generate and /generate_stream. */
  readonly generate: number;
  /** Requests to the OpenAI routes. */
  readonly chats: number;
  readonly overloaded?: number;
  /** Refused for lengths or parameters. */
  readonly invalid?: number;
  /** Taken up, but refused without a trace in the metrics: `best_of` too large. */
  readonly untraced?: number;
  /** Prefills in which the model failed, each with one request. */
  readonly failedPrefills?: number;
  /** While the body was recorded. */
  readonly now?: {
    readonly queued: number;
    readonly running: number;
    readonly reservedTokens: number;
    readonly tokensSent: number;
  };
}

const one = { generate: 1, chats: 0 };
const two = { generate: 1, chats: 1 };
const twenty = { generate: 12, chats: 8 };
const underLoad = { generate: 12, chats: 34 };
const loaded = { generate: 12, chats: 128 };

const of24 = {
  invalid: { ...loaded, generate: 18, invalid: 4, untraced: 2 },
  overloaded: { ...loaded, generate: 168, invalid: 4, untraced: 2, overloaded: 114 },
};
const of33 = {
  // Two that 2.4 refuses are served: more tokens asked for than there is room.
  invalid: { ...loaded, generate: 18, invalid: 2, untraced: 2 },
  overloaded: { ...loaded, generate: 168, invalid: 2, untraced: 2, overloaded: 118 },
};

const histories: Readonly<Record<string, TgiHistory>> = {
  "tgi-2.4.0-v3-after-1-generate": one,
  "tgi-2.4.0-v3-after-1-generate-1-chat": two,
  "tgi-2.4.0-v3-after-20": twenty,
  "tgi-2.4.0-v3-under-load": {
    ...underLoad,
    now: { queued: 1, running: 15, reservedTokens: 4096, tokensSent: 183 },
  },
  "tgi-2.4.0-v3-after-load": loaded,
  "tgi-2.4.0-v3-after-validation-errors": of24.invalid,
  "tgi-2.4.0-v3-overload-during": {
    ...of24.overloaded,
    now: { queued: 5, running: 26, reservedTokens: 4096, tokensSent: 234 },
  },
  "tgi-2.4.0-v3-after-overload": of24.overloaded,
  "tgi-2.4.0-v3-after-backend-errors": { ...of24.overloaded, generate: 171, failedPrefills: 3 },
  "tgi-2.4.0-v3-idle-after-all": { ...of24.overloaded, generate: 171, failedPrefills: 3 },
  "tgi-3.3.7-after-1-generate": one,
  "tgi-3.3.7-after-1-generate-1-chat": two,
  "tgi-3.3.7-after-20": twenty,
  "tgi-3.3.7-under-load": {
    ...underLoad,
    now: { queued: 1, running: 15, reservedTokens: 4096, tokensSent: 183 },
  },
  "tgi-3.3.7-after-load": loaded,
  "tgi-3.3.7-promaccept": { generate: 0, chats: 60 },
  "tgi-3.3.7-after-validation-errors": of33.invalid,
  "tgi-3.3.7-after-overload": of33.overloaded,
  "tgi-3.3.7-after-backend-errors": { ...of33.overloaded, generate: 171, failedPrefills: 3 },
  "tgi-3.3.7-idle-after-all": { ...of33.overloaded, generate: 171, failedPrefills: 3 },
};

/** The command line of the recorded servers. */
export const recordedTgi = { maxInputTokens: 1024, maxTotalTokens: 2048 } as const;

/** The server after the history of a recorded body. */
export function tgiAfter(body: RecordedBody): TgiMetrics {
  const version: TgiOptions["version"] = body.name.startsWith("tgi-2.4") ? "2.4" : "3.3";
  const server = new TgiMetrics({ version, ...recordedTgi });
  const history = histories[body.name];
  if (history !== undefined) for (const event of eventsOf(history, body)) server.record(event);
  return server;
}

function eventsOf(history: TgiHistory, body: RecordedBody): readonly TgiEvent[] {
  return [
    ...requests(history),
    ...validated(history, body),
    ...batches(history, body),
    ...calls(history, body),
    ...finished(history, body),
    ...state(history),
  ];
}

function requests(history: TgiHistory): readonly TgiEvent[] {
  return [
    ...times<TgiEvent>(history.generate, (turn) => [
      {
        kind: "request-received",
        at: 0,
        route: turn % 2 === 0 ? "/generate" : "/generate_stream",
      },
    ]),
    ...times<TgiEvent>(history.chats, (turn) => [
      {
        kind: "request-received",
        at: 0,
        ...(turn % 2 === 0
          ? { route: "/v1/chat/completions" }
          : { route: "/v1/completions", prompts: 1 }),
      },
    ]),
    ...times<TgiEvent>(history.overloaded ?? 0, () => [refused("overloaded")]),
    ...times<TgiEvent>(history.invalid ?? 0, () => [refused("validation")]),
  ];
}

function refused(err: "overloaded" | "validation"): TgiEvent {
  return { kind: "request-refused", at: 0, err };
}

/** Those that came as far as the queue. */
function queuedCount(history: TgiHistory): number {
  const { generate, chats, overloaded = 0, invalid = 0, untraced = 0 } = history;
  return generate + chats - overloaded - invalid - untraced;
}

function validated(history: TgiHistory, body: RecordedBody): readonly TgiEvent[] {
  const inputs = body.values("tgi_request_input_length", "", "whole");
  const limits = body.values("tgi_request_max_new_tokens", "", "whole");
  return times<TgiEvent>(queuedCount(history), (turn) => [
    {
      kind: "request-validated",
      at: 0,
      inputTokens: valueAt(inputs, turn),
      maxNewTokens: valueAt(limits, turn),
    },
    { kind: "request-queued", at: 0 },
  ]);
}

function batches(history: TgiHistory, body: RecordedBody): readonly TgiEvent[] {
  const sizes = body.values("tgi_batch_next_size", "", "whole");
  const queued = queuedCount(history) - (history.now?.queued ?? 0);
  assert.equal(add(sizes), queued, "every request that left the queue is in a batch");
  const joins = (["backpressure", "wait_exceeded"] as const).flatMap((reason) =>
    times<TgiEvent>(body.value(`tgi_batch_concat{reason="${reason}"}`), () => [
      { kind: "batch-joined", at: 0, reason },
    ]),
  );
  return [
    ...sizes.map((batchSize): TgiEvent => ({
      kind: "queue-polled",
      at: 0,
      queueSize: 0,
      batchSize,
    })),
    ...joins,
  ];
}

/** The calls of the model, with the tokens they gave spread over them evenly. */
function calls(history: TgiHistory, body: RecordedBody): readonly TgiEvent[] {
  const methods: readonly TgiMethod[] = ["prefill", "decode"];
  const durations = methods.map((method) => {
    const of = (family: string): readonly number[] => body.values(family, `method="${method}"`);
    return {
      method,
      inference: of("tgi_batch_inference_duration"),
      forward: of("tgi_batch_forward_duration"),
      decode: of("tgi_batch_decode_duration"),
      filter: of("tgi_batch_filter_duration"),
    };
  });
  const callCount = add(durations.map(({ inference }) => inference.length));
  const tokens = body.value("tgi_request_generated_tokens_sum") + (history.now?.tokensSent ?? 0);
  const concats = body.values("tgi_batch_concat_duration", 'method="decode"');
  let call = 0;
  const done = durations.flatMap(({ method, inference, forward, decode, filter }) =>
    inference.flatMap((inferenceSeconds, turn): readonly TgiEvent[] => {
      const share =
        Math.floor((tokens * (call + 1)) / callCount) - Math.floor((tokens * call) / callCount);
      const concatSeconds = concats[call];
      call += 1;
      return [
        { kind: "inference-started", at: 0, method },
        {
          kind: "inference-finished",
          at: 0,
          method,
          requests: share,
          inferenceSeconds,
          forwardSeconds: valueAt(forward, turn),
          decodeSeconds: valueAt(decode, turn),
          filterSeconds: valueAt(filter, turn),
          ...(concatSeconds === undefined ? {} : { concatSeconds }),
        },
      ];
    }),
  );
  return [
    ...done,
    ...times<TgiEvent>(history.failedPrefills ?? 0, () => [
      { kind: "inference-started", at: 0, method: "prefill" },
      { kind: "inference-failed", at: 0, method: "prefill", requests: 1 },
    ]),
  ];
}

function finished(history: TgiHistory, body: RecordedBody): readonly TgiEvent[] {
  const { failedPrefills = 0, now = { queued: 0, running: 0 } } = history;
  const total = body.values("tgi_request_duration");
  const validation = body.values("tgi_request_validation_duration");
  const queue = body.values("tgi_request_queue_duration");
  const inference = body.values("tgi_request_inference_duration");
  const tokens = body.values("tgi_request_generated_tokens", "", "whole");
  const count = queuedCount(history) - failedPrefills - now.queued - now.running;
  return times<TgiEvent>(count, (turn) => [
    {
      kind: "request-finished",
      at: 0,
      generatedTokens: valueAt(tokens, turn),
      validationSeconds: valueAt(validation, turn),
      queueSeconds: valueAt(queue, turn),
      inferenceSeconds: valueAt(inference, turn),
      totalSeconds: valueAt(total, turn),
    },
  ]);
}

/** How the server stands when it is asked. */
function state({ now }: TgiHistory): readonly TgiEvent[] {
  if (now === undefined) return [{ kind: "batch-drained", at: 0 }];
  return [
    ...times<TgiEvent>(now.queued, () => [{ kind: "request-queued", at: 0 }]),
    { kind: "batch-updated", at: 0, size: now.running, maxTokens: now.reservedTokens },
    { kind: "inference-started", at: 0, method: "decode" },
  ];
}
