import { queueAlerts, queueLimits } from "./queue";
import { type RuleGroup, board } from "./rule";
import { type WatchedStack, watches } from "./watched-stack";

/** Of the KV cache. llm-d calls 0.9 nearly full (docs/monitoring, model server metrics). */
const nearlyFull = 0.9;

/** Data-parallel engines of one server are one replica to those who wait for it. */
const byReplica = "by (job, component, instance, model_name)";

/**
 * vLLM. All of its metrics are there from the start. Names changed over its releases; replicas of
 * different releases may be watched at once.
 */
export function vllmRules(stack: WatchedStack): readonly RuleGroup[] {
  if (!watches(stack, "vllm")) return [];
  const replica = "{{ $labels.job }} {{ $labels.instance }} ({{ $labels.model_name }})";
  const vllm = board("chatqna-vllm", "job", "instance");
  return [
    {
      name: "vllm",
      rules: [
        ...queueAlerts({
          alert: "VllmQueueSaturated",
          waiting: `sum ${byReplica} (vllm:num_requests_waiting)`,
          software: "vLLM",
          limits: queueLimits(stack),
          runbook: "vllm-queue-saturated",
          board: vllm,
        }),
        {
          alert: "VllmKvCacheFull",
          // gpu_cache_usage_perc until 0.9, both until 0.11; both are shares of 1.
          expr: `max ${byReplica} (vllm:kv_cache_usage_perc or vllm:gpu_cache_usage_perc) > ${nearlyFull}`,
          // Long prompts come and go; a cache that stays full preempts.
          for: "10m",
          severity: "warning",
          when: `the KV cache of a vLLM engine is more than ${nearlyFull * 100} % full for 10 minutes`,
          summary: "vLLM's KV cache is nearly full",
          description: `The KV cache of ${replica} is {{ $value | humanizePercentage }} full. New requests wait, and running ones are preempted and computed again.`,
          runbook: "vllm-kv-cache-full",
          board: vllm,
        },
        {
          alert: "VllmPreempting",
          expr: `sum ${byReplica} (increase(vllm:num_preemptions_total[5m])) > 0`,
          // One now and then costs one request its time; for ten minutes it is the cache's size.
          for: "10m",
          severity: "warning",
          when: "a vLLM replica has preempted requests for 10 minutes",
          summary: "vLLM preempts requests",
          description: `${replica} preempted {{ printf "%.0f" $value }} requests within 5 minutes: their KV blocks were taken away and have to be computed again, which everybody waits for.`,
          runbook: "vllm-preempting",
          board: vllm,
        },
        {
          alert: "VllmStuck",
          // A dying engine goes on saying that a request runs.
          expr:
            `sum ${byReplica} (vllm:num_requests_running + vllm:num_requests_waiting) > 0\n` +
            "unless on (job, instance, model_name) sum by (job, instance, model_name) (rate(vllm:generation_tokens_total[2m])) > 0",
          // Two minutes without one token, and a long prefill on top.
          for: "3m",
          severity: "critical",
          when: "a vLLM replica has requests and has generated no token for 2 minutes, for 3 minutes",
          summary: "vLLM generates nothing although it has requests",
          description: `${replica} has {{ $value }} requests and has generated no token for minutes: its engine hangs or is dead. It still answers /metrics.`,
          runbook: "vllm-stuck",
          board: vllm,
        },
      ],
    },
  ];
}
