import type { NumberNotation } from "./number-notation";

/** A server of which `/metrics` bodies were recorded: see `recorded/INDEX.md`. */
export interface Recording {
  /** As that server sends it, from `recorded/INDEX.md`. */
  readonly contentType: string;
  readonly notation: NumberNotation;
  /** Idle bodies of one process in the order of its life, the fresh one first. */
  readonly frames: readonly [Frame, Frame, ...Frame[]];
  /** The frame that ends a stretch of light traffic, whose increase is repeated when all is played. */
  readonly calm: State;
  /** What a rush of traffic looks like. Without it every rush looks like light traffic. */
  readonly rush: Rush;
  /** Requests this server gets for each question put to ChatQnA. */
  readonly requestsPerQuestion: number;
}

/** The end of a recorded file's name: `after-20` of `vllm-0.10.2-after-20.prom`. */
export type State = string;

export interface Frame {
  readonly state: State;
  /** Requests the server had finished when this body was recorded, as its own counters say. */
  readonly requests: number;
  /**
   * From how many requests on its series are shown. Default `requests`; earlier where no body was
   * recorded between a fresh server and one that had served many requests.
   */
  readonly shownFrom?: number;
}

export interface Rush {
  /** The frame that ends a stretch of heavy traffic, whose increase a rush repeats. */
  readonly counters?: State;
  /** A body recorded amid heavy traffic: the height of queues and batches in a rush. */
  readonly gauges?: State;
}

const rustText = { contentType: "text/plain; charset=utf-8", notation: "rust" } as const;
const vllmText = {
  contentType: "text/plain; version=1.0.0; charset=utf-8",
  notation: "python",
} as const;
const opeaText = {
  contentType: "text/plain; version=0.0.4; charset=utf-8",
  notation: "python",
} as const;

const vllm: Recording = {
  ...vllmText,
  frames: [
    { state: "fresh", requests: 0 },
    { state: "after-1", requests: 1 },
    { state: "after-20", requests: 21 },
    { state: "after-load", requests: 141 },
  ],
  calm: "after-20",
  rush: { counters: "after-load", gauges: "under-load-a" },
  requestsPerQuestion: 1,
};

const tgi: Recording = {
  ...rustText,
  frames: [
    { state: "fresh", requests: 0 },
    { state: "after-1-generate", requests: 1 },
    { state: "after-1-generate-1-chat", requests: 2 },
    { state: "after-20", requests: 20 },
    { state: "after-load", requests: 140 },
  ],
  calm: "after-20",
  rush: { counters: "after-load", gauges: "under-load" },
  requestsPerQuestion: 1,
};

/** By the beginning of the recorded files' names. Only bodies without errors are played. */
export const recordings = {
  "vllm-0.10.2": vllm,
  "vllm-0.33.0": vllm,
  "tgi-2.4.0-v3": tgi,
  "tgi-3.3.7": tgi,
  "tei-embed-1.9.3": {
    ...rustText,
    frames: [
      { state: "fresh", requests: 0 },
      { state: "after-1", requests: 1 },
      { state: "after-20", requests: 22 },
    ],
    calm: "after-20",
    // Its body after the load has a quarter of the requests refused: no rush worth showing.
    rush: {},
    requestsPerQuestion: 1,
  },
  "tei-rerank-1.9.3": {
    ...rustText,
    frames: [
      { state: "fresh", requests: 0 },
      { state: "after-20", requests: 22, shownFrom: 1 },
    ],
    calm: "after-20",
    rush: {},
    requestsPerQuestion: 1,
  },
  "opea-megaservice-1.5": {
    ...opeaText,
    frames: [
      { state: "fresh", requests: 0 },
      { state: "after-1-nonstream", requests: 1 },
      { state: "after-1-nonstream-1-stream", requests: 2 },
      { state: "after-20", requests: 20 },
    ],
    calm: "after-20",
    rush: { gauges: "under-load" },
    requestsPerQuestion: 1,
  },
  "opea-retriever-1.5": {
    ...opeaText,
    frames: [
      { state: "fresh", requests: 0 },
      { state: "after-20", requests: 20, shownFrom: 1 },
    ],
    calm: "after-20",
    rush: {},
    requestsPerQuestion: 1,
  },
  "opea-dataprep-1.5": {
    ...opeaText,
    frames: [
      { state: "fresh", requests: 0 },
      { state: "after-20", requests: 6, shownFrom: 1 },
    ],
    calm: "after-20",
    rush: {},
    // Documents come in now and then, not with each question.
    requestsPerQuestion: 0.05,
  },
} as const satisfies Record<string, Recording>;

export type RecordingName = keyof typeof recordings;

export const recordingNames = Object.keys(recordings) as readonly RecordingName[];
