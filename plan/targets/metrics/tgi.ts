import { type MeasuredServer, counter, gauge, halfMoreEach, histogram, summary } from "./family";

/** 0.00015 s and on, half as much more each: 145.6 s is the last. */
const durations = halfMoreEach(0.0001, 35);
const hundredths = Array.from({ length: 100 }, (_, step) => 20.48 * (step + 1));
const batchSizes = Array.from({ length: 1024 }, (_, size) => size + 1);

const method = { method: ["prefill", "decode"] };
const ofDecode = { method: ["decode"] };

export const tgi: MeasuredServer = {
  name: "tgi",
  title: "Text Generation Inference",
  source:
    "huggingface/text-generation-inference router/src/server.rs at v1.4.0, v2.0.4, v2.4.0, v3.3.7; recorded 2.4.0 and 3.3.7",
  versions: ["1.4", "2.0", "2.3", "2.4", "3.3"],
  labels: [],
  families: [
    counter("tgi_request_count", "requests"),
    counter("tgi_request_success", "requests"),
    counter("tgi_request_failure", "requests", {
      labels: {
        err: ["overloaded", "validation", "template", "incomplete", "dropped", "generation"],
      },
      appears: "with the first failure",
    }),
    histogram("tgi_request_duration", "seconds", durations),
    histogram("tgi_request_validation_duration", "seconds", durations),
    histogram("tgi_request_queue_duration", "seconds", durations),
    histogram("tgi_request_inference_duration", "seconds", durations),
    histogram("tgi_request_mean_time_per_token_duration", "seconds", durations),
    histogram("tgi_request_generated_tokens", "tokens", hundredths, {
      bucketsFollow: "a hundredth of --max-total-tokens each",
    }),
    histogram("tgi_request_input_length", "tokens", hundredths, {
      bucketsFollow: "a hundredth of --max-input-tokens each",
    }),
    histogram("tgi_request_max_new_tokens", "tokens", hundredths, {
      bucketsFollow: "a hundredth of --max-total-tokens each",
    }),
    histogram("tgi_request_skipped_tokens", "tokens", [0, 1, 2], { until: "2.3" }),
    summary("tgi_request_skipped_tokens", "tokens", {
      labels: { quantile: ["0", "0.5", "0.9", "0.95", "0.99", "0.999", "1"] },
      since: "2.3",
    }),
    gauge("tgi_queue_size", "requests"),
    gauge("tgi_batch_current_size", "requests"),
    gauge("tgi_batch_current_max_tokens", "tokens"),
    histogram("tgi_batch_next_size", "requests", batchSizes),
    counter("tgi_batch_concat", "batches", {
      labels: { reason: ["backpressure", "wait_exceeded"] },
      appears: "with the first batch that joins a running one",
    }),
    histogram("tgi_batch_concat_duration", "seconds", durations, {
      labels: ofDecode,
      appears: "with the first batch that joins a running one",
    }),
    counter("tgi_batch_inference_count", "calls", { labels: method }),
    counter("tgi_batch_inference_success", "calls", { labels: method }),
    counter("tgi_batch_inference_failure", "calls", {
      labels: method,
      appears: "with the first failure of a shard",
    }),
    histogram("tgi_batch_inference_duration", "seconds", durations, { labels: method }),
    histogram("tgi_batch_forward_duration", "seconds", durations, { labels: method }),
    histogram("tgi_batch_decode_duration", "seconds", durations, { labels: method }),
    histogram("tgi_batch_filter_duration", "seconds", durations, { labels: method }),
  ],
};
