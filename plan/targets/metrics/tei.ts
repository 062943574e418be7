import {
  type MeasuredServer,
  type MetricFamily,
  counter,
  gauge,
  halfMoreEach,
  histogram,
} from "./family";

/** 0.000015 s and on, half as much more each: 14.56 s is the last. */
const durations = halfMoreEach(0.00001, 35);
const powersOfTwo = (count: number) => Array.from({ length: count }, (_, power) => 2 ** power);

function durationsOf(what: "request" | "embed" | "predict"): readonly MetricFamily[] {
  return ["", "tokenization_", "queue_", "inference_"].map((part) =>
    histogram(`te_${what}_${part}duration`, "seconds", durations),
  );
}

const common: readonly MetricFamily[] = [
  counter("te_request_count", "requests", { labels: { method: ["single", "batch"] } }),
  // Releases 1.3 to 1.6 count single requests twice instead of their success.
  counter("te_request_success", "requests", { labels: { method: ["batch"] } }),
  counter("te_request_failure", "requests", {
    labels: { err: ["overloaded", "tokenization", "validation", "batch_size", "inference"] },
    appears: "with the first failure",
  }),
  ...durationsOf("request"),
  histogram("te_request_input_length", "tokens", powersOfTwo(10), {
    bucketsFollow: "up to the longest input that the model takes",
  }),
  histogram("te_batch_next_size", "inputs", powersOfTwo(13)),
  histogram("te_batch_next_tokens", "tokens", powersOfTwo(21)),
  gauge("te_queue_size", "inputs"),
];

const source =
  "huggingface/text-embeddings-inference router and core at v1.2.0 to v1.9.3; recorded 1.9.3";
const versions = ["1.5", "1.7", "1.9"] as const;

/** A server says `embed` or `predict`, after what its model does. */
export const teiEmbedding: MeasuredServer = {
  name: "tei-embedding",
  title: "Text Embeddings Inference, embedding",
  source,
  versions,
  labels: [],
  families: [
    ...common,
    counter("te_embed_count", "inputs"),
    counter("te_embed_success", "inputs"),
    ...durationsOf("embed"),
  ],
};

export const teiReranking: MeasuredServer = {
  name: "tei-reranking",
  title: "Text Embeddings Inference, reranking",
  source,
  versions,
  labels: [],
  families: [
    ...common,
    counter("te_predict_count", "inputs"),
    counter("te_predict_success", "inputs"),
    ...durationsOf("predict"),
  ],
};
