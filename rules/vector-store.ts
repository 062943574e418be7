import { type AlertingRule, type RuleGroup, board } from "./rule";
import { inShort } from "./seconds";
import { stageSeconds } from "./stages";
import { type WatchedStack, watches } from "./watched-stack";

/** Of `maxmemory`. What is over it is evicted, or refused. */
const nearlyFull = 0.9;

/** The store is a part of the retrieval: half of its time. */
const shareOfRetrieval = 0.5;

const vectorstore = board("chatqna-vectorstore");

/** Where the documents' vectors are. */
export function vectorStoreRules(stack: WatchedStack): readonly RuleGroup[] {
  const rules = [
    ...(watches(stack, "redis") ? redisAlerts() : []),
    ...searches(stack).map((search) => slowSearch(search, stack)),
  ];
  return rules.length === 0 ? [] : [{ name: "vector-store", rules }];
}

function redisAlerts(): readonly AlertingRule[] {
  const at = "Redis behind {{ $labels.instance }}";
  return [
    {
      alert: "RedisDown",
      // The exporter answers, so `up` is 1.
      expr: "redis_up == 0",
      // A restart that loads a big dump takes longer, and nothing is found meanwhile.
      for: "1m",
      severity: "critical",
      when: "the Redis exporter has not reached Redis for 1 minute",
      summary: "The vector store Redis is down",
      description: `${at} does not answer. No document is found, and none can be added.`,
      runbook: "redis-down",
      board: vectorstore,
    },
    {
      alert: "RedisMemoryNearlyFull",
      // Without a limit the maximum is 0: then the host's memory is the limit (HostMemoryLow).
      expr: `redis_memory_used_bytes / (redis_memory_max_bytes > 0) > ${nearlyFull}`,
      // Adding documents takes memory that is given back.
      for: "10m",
      severity: "warning",
      when: `Redis uses more than ${nearlyFull * 100} % of its maxmemory for 10 minutes`,
      summary: "Redis has nearly no memory left",
      description: `${at} uses {{ $value | humanizePercentage }} of its maxmemory. Over it documents are evicted, or new ones refused.`,
      runbook: "redis-memory-nearly-full",
      board: vectorstore,
    },
    {
      alert: "RedisEvicting",
      expr: "increase(redis_evicted_keys_total[15m]) > 0",
      // Each is a document lost.
      severity: "critical",
      when: "Redis has evicted keys within 15 minutes",
      summary: "Redis throws documents away",
      description: `${at} evicted {{ printf "%.0f" $value }} keys within 15 minutes to stay below its maxmemory. They were documents, and answers lack them from now on.`,
      runbook: "redis-memory-nearly-full",
      board: vectorstore,
    },
  ];
}

/** Time spent in searches and how many there were, as counters. */
interface Search {
  readonly store: string;
  readonly time: string;
  readonly count: string;
  /** What `time` counts in, in seconds. */
  readonly unit: number;
}

function searches(stack: WatchedStack): readonly Search[] {
  const ofRedis = '{cmd=~"(?i)ft[.]search"}';
  return [
    ...(watches(stack, "redis")
      ? [
          {
            store: "Redis",
            time: `redis_commands_duration_seconds_total${ofRedis}`,
            count: `redis_commands_total${ofRedis}`,
            unit: 1,
          },
        ]
      : []),
    ...(watches(stack, "qdrant")
      ? [
          {
            store: "Qdrant",
            time: "rest_responses_duration_seconds_sum",
            count: "rest_responses_duration_seconds_count",
            unit: 1,
          },
        ]
      : []),
    ...(watches(stack, "milvus")
      ? [
          {
            store: "Milvus",
            time: "milvus_proxy_sq_latency_sum",
            count: "milvus_proxy_sq_latency_count",
            unit: 0.001,
          },
        ]
      : []),
  ];
}

/** The mean, as none of the buckets of the three is known to all of their releases. */
function slowSearch({ store, time, count, unit }: Search, stack: WatchedStack): AlertingRule {
  const limit = shareOfRetrieval * stageSeconds(stack);
  const perReplica = (counter: string) =>
    `sum by (job, component, instance) (rate(${counter}[5m]))`;
  return {
    alert: `${store}SearchSlow`,
    // Nothing rather than 0 / 0 while nothing is searched.
    expr: `${perReplica(time)} / (${perReplica(count)} > 0) > ${limit / unit}`,
    // An index that is built makes searches slow for some minutes.
    for: "10m",
    severity: "warning",
    objective: "timeToFirstToken",
    when: `a search in ${store} takes longer than ${inShort(limit)} on average, for 10 minutes`,
    summary: `${store} searches slowly`,
    description: `A search in ${store} ({{ $labels.instance }}) takes {{ ${unit === 1 ? "$value | humanizeDuration" : 'printf "%.0f" $value'} }}${unit === 1 ? "" : " ms"} on average; the retriever waits for it.`,
    runbook: "vector-store-slow",
    board: vectorstore,
  };
}
