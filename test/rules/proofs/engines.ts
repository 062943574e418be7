import type { WatchedStack } from "../../../rules/watched-stack";
import { type Proof, type Series, step } from "../proof";

/** A label set as PromQL writes it. */
export function selector(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(", ");
}

const tgi = { component: "llm", instance: "tgi:80", job: "tgi" };
const ours = selector(tgi);
/** Where a match by too few labels would find something. */
const sameInstance = selector({ ...tgi, job: "tgi-guardrails", component: "guardrails" });
const sameJob = selector({ ...tgi, instance: "tgi-2:80" });

export function tgiProofs({ objectives }: WatchedStack): readonly Proof[] {
  const factor = objectives.preset === "batch" ? 10 : 1;
  const queue = (severity: string, limit: number): Proof => ({
    alert: "TgiQueueSaturated",
    rule: { severity },
    fires: {
      name: "one replica of three",
      series: {
        [`tgi_queue_size{${ours}}`]: `0x3 ${limit * 1.05}x400`,
        [`tgi_queue_size{${sameJob}}`]: "0x400",
        'tgi_queue_size{component="llm", instance="tgi-3:80", job="tgi"}': "_x400",
      },
      since: 4 * step,
      labels: tgi,
      value: String(limit * 1.05),
    },
    justUnder: {
      name: "as many as may wait",
      series: { [`tgi_queue_size{${ours}}`]: `${limit}x400` },
      at: 3600,
    },
    recovers: {
      name: "worked off",
      series: { [`tgi_queue_size{${ours}}`]: `${limit * 2}x100 0x100` },
      at: 1800,
    },
    alsoSilent: [
      { name: "no request yet: no metric", series: { [`up{${ours}}`]: "1x400" }, at: 3600 },
    ],
  });
  return [
    queue("warning", 5 * factor),
    queue("critical", 50 * factor),
    stuck(),
    shardFailing(),
    {
      alert: "TgiRejecting",
      fires: {
        name: "for five minutes, from a count that does not start at 0",
        series: {
          [`tgi_request_failure{${ours}, err="overloaded"}`]: "70+15x100 1570x200",
          [`tgi_request_failure{${ours}, err="validation"}`]: "0+15x400",
        },
        since: step,
        labels: { ...tgi, err: "overloaded" },
        value: "1",
        // The last one is five minutes ago.
        until: 120 * step,
        lastValue: "50m",
      },
      justUnder: {
        name: "none lately, and invalid requests, which are the client's",
        series: {
          [`tgi_request_failure{${ours}, err="overloaded"}`]: "70x400",
          [`tgi_request_failure{${ours}, err="validation"}`]: "0+15x400",
        },
        at: 3600,
      },
      recovers: {
        name: "over",
        series: { [`tgi_request_failure{${ours}, err="overloaded"}`]: "0+15x100 1500x100" },
        at: 2100,
      },
      alsoSilent: [
        {
          name: "a restart sets it to 0",
          series: { [`tgi_request_failure{${ours}, err="overloaded"}`]: "70x30 0x100" },
          at: 900,
        },
      ],
    },
    batchFull(),
  ];
}

function stuck(): Proof {
  const tokens = (of: string) => `tgi_request_skipped_tokens_count{${of}}`;
  const bystanders: Series = { [tokens(sameInstance)]: "0+10x400", [tokens(sameJob)]: "0+10x400" };
  return {
    alert: "TgiStuck",
    fires: {
      name: "no token for two minutes, at one replica of two",
      series: {
        [`tgi_queue_size{${ours}}`]: "1x400",
        [tokens(ours)]: "0+10x8 80x400",
        ...bystanders,
      },
      // The last came at the eighth scrape, two minutes are eight more.
      since: 16 * step,
      labels: tgi,
      value: "1",
    },
    alsoFires: [
      {
        name: "never one: the counter is not there",
        series: { [`tgi_queue_size{${ours}}`]: "_x4 1x400" },
        since: 4 * step,
        labels: tgi,
        value: "1",
      },
    ],
    justUnder: {
      name: "few tokens are some",
      series: { [`tgi_queue_size{${ours}}`]: "9x400", [tokens(ours)]: "0+1x400" },
      at: 3600,
    },
    recovers: {
      name: "tokens again",
      series: { [`tgi_queue_size{${ours}}`]: "9x400", [tokens(ours)]: "80x100 80+10x100" },
      at: 1600,
    },
    alsoSilent: [
      {
        name: "idle",
        series: { [`tgi_queue_size{${ours}}`]: "0x400", [tokens(ours)]: "80x400" },
        at: 3600,
      },
    ],
  };
}

function shardFailing(): Proof {
  const failures = `tgi_batch_inference_failure{${ours}, method="prefill"}`;
  const up = `up{${ours}}`;
  const labels = { ...tgi, method: "prefill" };
  return {
    alert: "TgiShardFailing",
    fires: {
      name: "one more, at a replica that failed before",
      series: { [failures]: "3x24 4x400", [up]: "1x400" },
      since: 25 * step,
      labels,
      value: "1",
      until: 45 * step,
    },
    alsoFires: [
      {
        name: "the first ever: the counter appears",
        series: {
          [failures]: "_x30 1x400",
          [up]: "1x400",
        },
        since: 30 * step,
        labels,
        value: "1",
        until: 50 * step,
      },
      {
        name: "the first ever, beside replicas that were not watched then",
        series: {
          [failures]: "_x30 1x400",
          [up]: "_x10 1x400",
          [`up{${sameInstance}}`]: "0x400",
          [`up{${sameJob}}`]: "0x400",
        },
        since: 30 * step,
        labels,
        value: "1",
      },
    ],
    justUnder: {
      name: "a count from before Prometheus watched it",
      series: {
        [failures]: "_x30 3x400",
        [up]: "_x30 1x400",
        [`up{${sameInstance}}`]: "1x400",
        [`up{${sameJob}}`]: "1x400",
      },
      at: 30 * step,
    },
    recovers: {
      name: "five minutes later",
      series: { [failures]: "3x24 4x400", [up]: "1x400" },
      at: 60 * step,
    },
    alsoSilent: [
      {
        name: "a count from before Prometheus watched it, less than five minutes later",
        series: { [failures]: "_x30 3x400", [up]: "_x30 1x400" },
        at: 45 * step,
      },
      {
        name: "back after it was down, with its old count",
        series: { [failures]: "3x9 _x50 3x400", [up]: "1x9 0x49 1x400" },
        at: 60 * step,
      },
      {
        name: "there from the start, at 0",
        series: { [failures]: "_x30 0x400", [up]: "1x400" },
        at: 30 * step,
      },
    ],
  };
}

function batchFull(): Proof {
  const step = 60;
  const held = `tgi_batch_current_max_tokens{${ours}}`;
  const waiting = (of: string) => `tgi_queue_size{${of}}`;
  return {
    alert: "TgiBatchFull",
    step,
    fires: {
      name: "nearly the most it held, and requests wait",
      series: { [held]: "1000x5 920x400", [waiting(ours)]: "0x10 1x400" },
      since: 11 * step,
      labels: tgi,
      value: "920",
    },
    alsoFires: [
      {
        name: "the most it held was six hours ago",
        series: { [held]: "1000x1 800x800", [waiting(ours)]: "1x800" },
        since: 362 * step,
        labels: tgi,
        value: "800",
      },
    ],
    justUnder: {
      name: "nine tenths",
      series: { [held]: "1000x5 900x400", [waiting(ours)]: "1x400" },
      at: 200 * step,
    },
    recovers: {
      name: "the queue is empty",
      series: {
        [held]: "1000x400",
        [waiting(ours)]: "1x100 0x300",
        [waiting(sameInstance)]: "9x400",
        [waiting(sameJob)]: "9x400",
      },
      at: 200 * step,
    },
    alsoSilent: [
      {
        name: "it held more four hours ago",
        series: { [held]: "1000x5 800x2000", [waiting(ours)]: "1x2000" },
        at: 240 * step,
      },
    ],
  };
}

const vllm = {
  component: "llm",
  instance: "vllm:80",
  job: "vllm",
  model_name: "llama",
};
const engine = (number: number, labels: Readonly<Record<string, string>> = vllm) =>
  selector({ ...labels, engine: String(number) });

export function vllmProofs({ objectives }: WatchedStack): readonly Proof[] {
  const factor = objectives.preset === "batch" ? 10 : 1;
  const waiting = (of: string) => `vllm:num_requests_waiting{${of}}`;
  const queue = (severity: string, limit: number): Proof => ({
    alert: "VllmQueueSaturated",
    rule: { severity },
    fires: {
      name: "the engines of one replica together",
      series: {
        [waiting(engine(0))]: `0x3 ${limit * 0.525}x400`,
        [waiting(engine(1))]: `0x3 ${limit * 0.525}x400`,
        [waiting(engine(0, { ...vllm, instance: "vllm-2:80" }))]: `${limit * 0.525}x400`,
      },
      since: 4 * step,
      labels: vllm,
      value: String(limit * 1.05),
    },
    justUnder: {
      name: "as many as may wait",
      series: { [waiting(engine(0))]: `${limit}x400` },
      at: 3600,
    },
    recovers: {
      name: "worked off",
      series: { [waiting(engine(0))]: `${limit * 2}x100 0x100` },
      at: 1800,
    },
  });
  const cache = (name: string, of: string) => `vllm:${name}_cache_usage_perc{${of}}`;
  const preemptions = (of: string) => `vllm:num_preemptions_total{${of}}`;
  return [
    queue("warning", 5 * factor),
    queue("critical", 50 * factor),
    {
      alert: "VllmKvCacheFull",
      fires: {
        name: "one engine of two, by the name of new releases",
        series: {
          [cache("kv", engine(0))]: "0.1x400",
          [cache("kv", engine(1))]: "0.1x3 0.94x400",
        },
        since: 4 * step,
        labels: vllm,
        value: "94%",
      },
      alsoFires: [
        {
          name: "by the name of old releases, beside a replica of a new one",
          series: {
            [cache("gpu", engine(0))]: "0.1x3 0.94x400",
            [cache("kv", engine(0, { ...vllm, instance: "vllm-2:80" }))]: "0.1x400",
          },
          since: 4 * step,
          labels: vllm,
          value: "94%",
        },
      ],
      justUnder: {
        name: "nine tenths, by both names",
        series: { [cache("gpu", engine(0))]: "0.9x400", [cache("kv", engine(0))]: "0.9x400" },
        at: 3600,
      },
      recovers: {
        name: "emptied",
        series: { [cache("kv", engine(0))]: "1x100 0.2x100" },
        at: 1800,
      },
    },
    {
      alert: "VllmPreempting",
      fires: {
        name: "one each five minutes, from a count that does not start at 0",
        series: {
          [preemptions(engine(0))]: "7x19 8x19 9x19 10x19 11x19 12x300",
          [preemptions(engine(0, { ...vllm, instance: "vllm-2:80" }))]: "5x400",
        },
        since: 20 * step,
        labels: vllm,
        value: "1",
        until: 120 * step,
      },
      justUnder: { name: "none", series: { [preemptions(engine(0))]: "7x400" }, at: 3600 },
      recovers: {
        name: "over",
        series: { [preemptions(engine(0))]: "0+1x100 100x100" },
        at: 2100,
      },
      alsoSilent: [
        {
          name: "one, once",
          series: { [preemptions(engine(0))]: "7x19 8x400" },
          at: 45 * step,
        },
        {
          name: "a restart sets it to 0",
          series: { [preemptions(engine(0))]: "50x20 0x100" },
          at: 1200,
        },
      ],
    },
    vllmStuck(),
  ];
}

function vllmStuck(): Proof {
  const series = (name: string, of: string) => `vllm:${name}{${of}}`;
  const ours = engine(0);
  const bystanders: Series = Object.fromEntries(
    [
      { ...vllm, instance: "vllm-2:80" },
      { ...vllm, job: "vllm-guardrails" },
      { ...vllm, model_name: "other" },
    ].map((labels) => [series("generation_tokens_total", engine(0, labels)), "0+10x400"]),
  );
  return {
    alert: "VllmStuck",
    fires: {
      name: "one request and no token for two minutes",
      series: {
        [series("num_requests_running", ours)]: "1x400",
        [series("num_requests_waiting", ours)]: "0x400",
        [series("generation_tokens_total", ours)]: "0+10x8 80x400",
        ...bystanders,
      },
      since: 16 * step,
      labels: vllm,
      value: "1",
    },
    alsoFires: [
      {
        name: "it waits, and none runs",
        series: {
          [series("num_requests_running", ours)]: "0x400",
          [series("num_requests_waiting", ours)]: "0x3 1x400",
          [series("generation_tokens_total", ours)]: "80x400",
        },
        since: 4 * step,
        labels: vllm,
        value: "1",
      },
    ],
    justUnder: {
      name: "few tokens are some",
      series: {
        [series("num_requests_running", ours)]: "9x400",
        [series("num_requests_waiting", ours)]: "9x400",
        [series("generation_tokens_total", ours)]: "0+1x400",
      },
      at: 3600,
    },
    recovers: {
      name: "tokens again",
      series: {
        [series("num_requests_running", ours)]: "9x400",
        [series("num_requests_waiting", ours)]: "9x400",
        [series("generation_tokens_total", ours)]: "80x100 80+10x100",
      },
      at: 1600,
    },
    alsoSilent: [
      {
        name: "idle",
        series: {
          [series("num_requests_running", ours)]: "0x400",
          [series("num_requests_waiting", ours)]: "0x400",
          [series("generation_tokens_total", ours)]: "80x400",
        },
        at: 3600,
      },
    ],
  };
}
