import { queueAlerts, queueLimits } from "./queue";
import { type RuleGroup, board } from "./rule";
import { type WatchedStack, watches } from "./watched-stack";

/**
 * Text Generation Inference. Each of its metrics appears with its first use: `tgi_queue_size` with
 * the first request, failure counters with the first failure.
 */
export function tgiRules(stack: WatchedStack): readonly RuleGroup[] {
  if (!watches(stack, "tgi")) return [];
  const replica = "{{ $labels.job }} {{ $labels.instance }}";
  const tgi = board("chatqna-tgi", "job", "instance");
  return [
    {
      name: "tgi",
      rules: [
        ...queueAlerts({
          alert: "TgiQueueSaturated",
          waiting: "tgi_queue_size",
          software: "TGI",
          limits: queueLimits(stack),
          runbook: "tgi-queue-saturated",
          board: tgi,
        }),
        {
          alert: "TgiStuck",
          // One is counted for each token and request; `unless` also where none ever was.
          expr: "tgi_queue_size > 0\nunless on (job, instance) rate(tgi_request_skipped_tokens_count[2m]) > 0",
          // Two minutes without one token, and a long prefill on top.
          for: "3m",
          severity: "critical",
          when: "requests wait at a TGI replica and it has generated no token for 2 minutes, for 3 minutes",
          summary: "TGI generates nothing although requests wait",
          description: `{{ $value }} requests wait at ${replica}, which has generated no token for minutes: its batch hangs. It still answers /metrics, and often /health.`,
          runbook: "tgi-stuck",
          board: tgi,
        },
        {
          alert: "TgiShardFailing",
          // The counter appears with the first failure, whose increase nobody sees. A replica that was
          // scraped five minutes ago without it has had its first since; one that Prometheus has not
          // watched for so long may have had it last year.
          expr:
            "increase(tgi_batch_inference_failure[5m]) > 0\n" +
            "or (tgi_batch_inference_failure > 0 unless tgi_batch_inference_failure offset 5m)\n" +
            "and on (job, instance) up offset 5m == 1",
          // A shard that fails once is gone until TGI is restarted; waiting only loses requests.
          severity: "critical",
          when: "a shard of a TGI replica has failed a batch within 5 minutes",
          summary: "A model shard of TGI fails",
          description: `${replica} failed {{ printf "%.0f" $value }} batches in {{ $labels.method }} within 5 minutes: a shard is dead or out of memory. Its /metrics stays up; every request gets 424.`,
          runbook: "tgi-shard-failing",
          board: tgi,
        },
        {
          alert: "TgiRejecting",
          expr: 'rate(tgi_request_failure{err="overloaded"}[5m]) > 0',
          // A burst over the limit is what the limit is for.
          for: "5m",
          severity: "warning",
          when: "a TGI replica has rejected requests for overload for 5 minutes",
          summary: "TGI rejects requests",
          description: `${replica} rejects {{ $value | humanize }} requests a second with 429, as --max-concurrent-requests are under way.`,
          runbook: "tgi-rejecting",
          board: tgi,
        },
        {
          alert: "TgiBatchFull",
          // TGI does not export how many tokens fit. The most it held in six hours is what it can hold
          // only if it was full once, hence no more than a note.
          expr:
            "tgi_batch_current_max_tokens > 0.9 * max_over_time(tgi_batch_current_max_tokens[6h])\n" +
            "and on (job, instance) tgi_queue_size > 0",
          // A batch changes with every request that ends.
          for: "10m",
          severity: "info",
          when: "a TGI replica holds more than 90 % of the most tokens that it held in 6 hours, and requests wait, for 10 minutes",
          summary: "TGI's batch is as full as it gets",
          description: `${replica} has {{ $value | humanize }} tokens reserved in its batch, nearly the most it has held in six hours, and requests wait: memory for the KV cache is what limits it.`,
          runbook: "tgi-batch-full",
          board: tgi,
        },
      ],
    },
  ];
}
