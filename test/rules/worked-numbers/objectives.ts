import { measuresOf } from "../../../rules/objectives/measures";
import { bucketRates } from "../../../rules/objectives/recording";
import { type WorkedNumbers, eventsOf, stack } from "./worked-numbers";

const special: readonly WorkedNumbers[] = [
  {
    title:
      "slow is what is in no bucket up to the edge, which Prometheus 2.x and 3 write differently",
    rules: eventsOf("endToEnd", "vllm:e2e_request_latency_seconds"),
    series: {
      'job_le:vllm_e2e_request_latency_seconds_bucket:rate5m{component="llm", job="old", le="20"}':
        "3x40",
      'job_le:vllm_e2e_request_latency_seconds_bucket:rate5m{component="llm", job="old", le="+Inf"}':
        "4x40",
      'job_le:vllm_e2e_request_latency_seconds_bucket:rate5m{component="llm", job="new", le="20.0"}':
        "1x40",
      'job_le:vllm_e2e_request_latency_seconds_bucket:rate5m{component="llm", job="new", le="+Inf"}':
        "3x40",
      'job_le:vllm_e2e_request_latency_seconds_bucket:rate5m{component="guardrails", job="vllm-guardrails", le="20.0"}':
        "1x40",
      'job_le:vllm_e2e_request_latency_seconds_bucket:rate5m{component="guardrails", job="vllm-guardrails", le="+Inf"}':
        "3x40",
    },
    at: "10m",
    record: "objective_job:events_bad:rate5m",
    gives: {
      'component="llm", job="old", measured_by="vllm:e2e_request_latency_seconds", objective="endToEnd"': 1,
      'component="llm", job="new", measured_by="vllm:e2e_request_latency_seconds", objective="endToEnd"': 2,
    },
  },
  {
    title: "one replica of two down is available; one whole service down is not",
    rules: eventsOf("availability", "up"),
    series: {
      'up{job="tgi", instance="a"}': "1x100",
      'up{job="tgi", instance="b"}': "0x100",
      'up{job="retriever", instance="a"}': "1x40 0x60",
      'up{job="dataprep-redis-service", instance="a"}': "0x100",
      'up{job="chatqna-backend-server", instance="a"}': "1x100",
    },
    // The retriever has been down for 10 of the 21 moments that five minutes have.
    at: "12m30s",
    record: "objective_job:events_bad:rate5m",
    gives: { 'measured_by="up", objective="availability"': 10 / 21 },
  },
];

/** Each latency that is judged: of four a second three are fast enough. */
const every = measuresOf(stack).measures.flatMap(({ objective, histogram, edge }) =>
  (["events", "events_bad"] as const).map((kind): WorkedNumbers => {
    const { metric } = histogram;
    // Those of the histogram's own matcher; the engine of the guardrails has no part in it.
    const own = "matcher" in histogram ? `, ${histogram.matcher}` : "";
    const labels = `component="c", job="j"${own}`;
    const bucket = (le: string, of = labels) =>
      `${bucketRates(histogram, stack)}{${of}, le="${le}"}`;
    return {
      title: `${kind} of ${objective} by ${metric}`,
      rules: eventsOf(objective, metric),
      series: {
        [bucket("+Inf")]: "4x40",
        [bucket(String(edge))]: "3x40",
        [bucket("+Inf", 'component="guardrails", job="g"')]: "9x40",
      },
      at: "10m",
      record: `objective_job:${kind}:rate5m`,
      gives: {
        [`${labels}, measured_by="${metric}", objective="${objective}"`]: kind === "events" ? 4 : 1,
      },
    };
  }),
);

export const objectives: readonly WorkedNumbers[] = [...every, ...special];
