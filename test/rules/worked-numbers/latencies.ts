import { type Histogram, histograms } from "../../../rules/objectives/histograms";
import { bucketRates, bucketRecording } from "../../../rules/objectives/recording";
import { type WorkedNumbers, recordingsOf, stack } from "./worked-numbers";

const inBuckets = (histogram: keyof typeof histograms) => [
  bucketRecording(histograms[histogram], stack),
];
const vllm = (labels: string) => `component="llm", job="vllm", ${labels}`;

const special: readonly WorkedNumbers[] = [
  {
    title:
      "buckets of two replicas are added; a counter that does not start at 0 counts its increase",
    rules: inBuckets("vllmRequest"),
    series: {
      [`vllm:e2e_request_latency_seconds_bucket{${vllm('instance="a", le="20.0"')}}`]: "700+15x40",
      [`vllm:e2e_request_latency_seconds_bucket{${vllm('instance="b", le="20.0"')}}`]: "0+30x40",
    },
    at: "10m",
    record: "job_le:vllm_e2e_request_latency_seconds_bucket:rate5m",
    gives: { [`component="llm", job="vllm", le="20.0"`]: 3 },
  },
  {
    title: "a replica that restarts begins at 0 again, and loses nothing",
    rules: inBuckets("vllmRequest"),
    series: {
      // 15 a step up to 600, then from 15 on again.
      [`vllm:e2e_request_latency_seconds_bucket{${vllm('instance="a", le="20.0"')}}`]:
        "0+15x30 15+15x30",
    },
    at: "10m",
    record: "job_le:vllm_e2e_request_latency_seconds_bucket:rate5m",
    gives: { [`component="llm", job="vllm", le="20.0"`]: 1 },
  },
  {
    title: "two scrapes are lost in between",
    rules: inBuckets("vllmRequest"),
    series: {
      [`vllm:e2e_request_latency_seconds_bucket{${vllm('instance="a", le="20.0"')}}`]:
        "0+15x30 _x2 495+15x30",
    },
    at: "10m",
    record: "job_le:vllm_e2e_request_latency_seconds_bucket:rate5m",
    gives: { [`component="llm", job="vllm", le="20.0"`]: 1 },
  },
  {
    title: "replicas of old and new releases of vLLM, one of which has both names",
    rules: inBuckets("vllmInterToken"),
    series: {
      [`vllm:inter_token_latency_seconds_bucket{${vllm('instance="new", le="0.2"')}}`]: "0+15x40",
      [`vllm:inter_token_latency_seconds_bucket{${vllm('instance="both", le="0.2"')}}`]: "0+15x40",
      [`vllm:time_per_output_token_seconds_bucket{${vllm('instance="both", le="0.2"')}}`]:
        "0+15x40",
      [`vllm:time_per_output_token_seconds_bucket{${vllm('instance="old", le="0.2"')}}`]: "0+15x40",
    },
    at: "10m",
    record: "job_le:vllm_inter_token_latency_seconds_bucket:rate5m",
    gives: { [`component="llm", job="vllm", le="0.2"`]: 3 },
  },
  {
    title: "decode steps apart from prefills",
    rules: inBuckets("tgiStep"),
    series: {
      'tgi_batch_inference_duration_bucket{component="llm", job="tgi", instance="a", method="decode", le="+Inf"}':
        "0+15x40",
      'tgi_batch_inference_duration_bucket{component="llm", job="tgi", instance="a", method="prefill", le="+Inf"}':
        "0+45x40",
    },
    at: "10m",
    record: "job_method_le:tgi_batch_inference_duration_bucket:rate5m",
    gives: {
      'component="llm", job="tgi", le="+Inf", method="decode"': 1,
      'component="llm", job="tgi", le="+Inf", method="prefill"': 3,
    },
  },
];

/** Each that is recorded: replicas are added, and what is kept apart stays apart. */
const every = Object.values<Histogram>(histograms).map((histogram): WorkedNumbers => {
  const { metric, by = [] } = histogram;
  const kept = by.map((label) => `, ${label}="x"`).join("");
  const bucket = (instance: string, le: string) =>
    `${metric}_bucket{component="c", instance="${instance}", job="j"${kept}, le="${le}"}`;
  const record = bucketRates(histogram, stack);
  return {
    title: `${record}: of two replicas`,
    rules: recordingsOf("latency").filter((rule) => rule.record === record),
    series: {
      [bucket("a", "1.0")]: "100+15x40",
      [bucket("b", "1.0")]: "0+30x40",
      [bucket("a", "+Inf")]: "0+60x40",
    },
    at: "10m",
    record,
    gives: {
      [`component="c", job="j"${kept}, le="1.0"`]: 3,
      [`component="c", job="j"${kept}, le="+Inf"`]: 4,
    },
  };
});

export const latencies: readonly WorkedNumbers[] = [...every, ...special];
