import type { WatchedStack } from "../../../rules/watched-stack";
import { type Proof, step } from "../proof";
import { selector } from "./engines";
import { humanDuration } from "./scraping";
import { stageLimit } from "./stages";

const redis = {
  component: "vectorstore",
  instance: "redis-exporter:9121",
  job: "prometheus-redis-exporter",
};

export function vectorStoreProofs(stack: WatchedStack): readonly Proof[] {
  const of = selector(redis);
  const limit = stageLimit(stack) / 2;
  const used = `redis_memory_used_bytes{${of}}`;
  const maximum = `redis_memory_max_bytes{${of}}`;
  const evicted = `redis_evicted_keys_total{${of}}`;
  return [
    {
      alert: "RedisDown",
      fires: {
        name: "the exporter answers, Redis does not",
        series: { [`redis_up{${of}}`]: "1x4 0x400", [`up{${of}}`]: "1x400" },
        since: 5 * step,
        labels: redis,
      },
      justUnder: {
        name: "not reached now and then",
        series: { [`redis_up{${of}}`]: "1 0 1 1 0 1 1 0 1 1 0" },
        at: 150,
      },
      recovers: { name: "up again", series: { [`redis_up{${of}}`]: "0x100 1x20" }, at: 1650 },
    },
    {
      alert: "RedisMemoryNearlyFull",
      fires: {
        name: "a little over nine tenths",
        series: { [used]: "0.1x3 0.94x400", [maximum]: "1x400" },
        since: 4 * step,
        labels: redis,
        value: "94%",
      },
      justUnder: {
        name: "nine tenths",
        series: { [used]: "0.9x400", [maximum]: "1x400" },
        at: 3600,
      },
      recovers: {
        name: "given back",
        series: { [used]: "0.99x100 0.5x100", [maximum]: "1x400" },
        at: 1800,
      },
      alsoSilent: [
        { name: "no limit", series: { [used]: "99x400", [maximum]: "0x400" }, at: 3600 },
      ],
    },
    {
      alert: "RedisEvicting",
      fires: {
        name: "one key, from a count that does not start at 0",
        series: { [evicted]: "7x99 8x400" },
        since: 100 * step,
        labels: redis,
        value: "1",
        until: 160 * step,
      },
      justUnder: { name: "none lately", series: { [evicted]: "7x400" }, at: 3600 },
      recovers: { name: "over", series: { [evicted]: "7x99 8x400" }, at: 3600 },
      alsoSilent: [
        { name: "a restart sets it to 0", series: { [evicted]: "50x20 0x400" }, at: 600 },
      ],
    },
    slowSearch("RedisSearchSlow", redis, limit, humanDuration, [
      'redis_commands_duration_seconds_total{cmd="FT.SEARCH"}',
      'redis_commands_total{cmd="FT.SEARCH"}',
    ]),
    slowSearch(
      "QdrantSearchSlow",
      { component: "vectorstore", instance: "qdrant:6333", job: "qdrant" },
      limit,
      humanDuration,
      ["rest_responses_duration_seconds_sum{}", "rest_responses_duration_seconds_count{}"],
    ),
    slowSearch(
      "MilvusSearchSlow",
      { component: "vectorstore", instance: "milvus:9091", job: "milvus" },
      1000 * limit,
      (milliseconds) => milliseconds.toFixed(0),
      ["milvus_proxy_sq_latency_sum{}", "milvus_proxy_sq_latency_count{}"],
    ),
  ];
}

function slowSearch(
  alert: string,
  labels: Readonly<Record<string, string>>,
  limit: number,
  text: (value: number) => string,
  [time, count]: readonly [time: string, count: string],
): Proof {
  const exact = countOfExactMean(limit);
  const own = (series: string) =>
    series.replace("{}", `{${selector(labels)}}`).replace("{cmd", `{${selector(labels)}, cmd`);
  return {
    alert,
    fires: {
      name: "a little longer than it may take, one a second",
      series: { [own(time)]: `0+${15 * 1.04 * limit}x300`, [own(count)]: "0+15x100 1515+15x200" },
      since: step,
      labels,
      value: text(1.04 * limit),
    },
    alsoFires: [
      {
        name: "five minutes after the searches became half as many in the same time",
        series: {
          [own(time)]: `0+${15 * 1.04 * limit}x300`,
          [own(count)]: "0+30x100 3015+15x200",
        },
        since: 120 * step,
        labels,
        value: text(1.04 * limit),
      },
      {
        name: "the last slow one is less than five minutes ago",
        series: {
          // Slow for a while, with a fast one each second all along.
          [own(time)]: `0+${28 * limit}x100 ${2800 * limit}x300`,
          [own(count)]: "0+15x400",
        },
        since: step,
        labels,
        value: text((28 / 15) * limit),
        // Eleven of the twenty steps that five minutes have were slow; ten are too few.
        until: 110 * step,
        lastValue: text(((11 * 28) / 300) * limit),
      },
    ],
    justUnder: {
      name: "as long as it may",
      series: { [own(time)]: `0+${exact * limit}x300`, [own(count)]: `0+${exact}x300` },
      at: 3600,
    },
    recovers: {
      name: "fast again",
      series: { [own(time)]: `0+${100 * limit}x100 0+0.0001x200`, [own(count)]: "0+15x300" },
      at: 3600,
    },
    alsoSilent: [
      {
        name: "nothing is searched",
        series: { [own(time)]: `0+${15 * limit}x300`, [own(count)]: "9x300" },
        at: 3600,
      },
    ],
  };
}

/**
 * How many a step have exactly that mean in floating point, as Prometheus computes it over 20 steps.
 * Whole numbers, which add up without rounding.
 */
function countOfExactMean(mean: number): number {
  const rate = (perStep: number) => 20 * perStep * (1 / 300);
  const counts = Array.from({ length: 5000 }, (_, index) => index + 1);
  return (
    counts.find(
      (count) => Number.isInteger(count * mean) && rate(count * mean) / rate(count) === mean,
    ) ?? NaN
  );
}
