import { histograms } from "./objectives/histograms";
import { teiFailures } from "./objectives/failures";
import { type RuleGroup, board } from "./rule";
import { inShort } from "./seconds";
import { slowShare, slowStage, stageEdge } from "./stages";
import { type WatchedStack, watches } from "./watched-stack";

/** Half of what TEI lets in (`--max-concurrent-requests`, 512 by default). */
const longQueue = 256;

/**
 * Text Embeddings Inference, as embedder and as reranker. Its metrics appear with the first request;
 * those of a reranker with the first document that was found.
 */
export function teiRules(stack: WatchedStack): readonly RuleGroup[] {
  if (!watches(stack, "tei")) return [];
  const replica = "{{ $labels.component }} ({{ $labels.job }}) at {{ $labels.instance }}";
  const limit = inShort(stageEdge(histograms.teiRequest, stack));
  return [
    {
      name: "tei",
      rules: [
        {
          alert: "TeiQueueSaturated",
          expr: `te_queue_size > ${longQueue}`,
          // Documents are added in batches, which fill the queue for a while.
          for: "5m",
          severity: "warning",
          when: `more than ${longQueue} inputs wait at one TEI replica for 5 minutes`,
          summary: "Inputs queue up at TEI",
          description: `{{ $value }} inputs wait at ${replica}. At 512, its default limit, it rejects more.`,
          runbook: "tei-queue-saturated",
          board: board("chatqna-tei", "job", "instance"),
        },
        {
          alert: "TeiRejecting",
          expr: `sum by (job, component, instance) (rate(${teiFailures}[5m])) > 0`,
          // A burst over the limit is what the limit is for.
          for: "5m",
          severity: "warning",
          when: "a TEI replica has rejected requests for overload, or failed them, for 5 minutes",
          summary: "TEI rejects or fails requests",
          description: `${replica} rejects or fails {{ $value | humanize }} requests a second. Each is a question without documents, or an error.`,
          runbook: "tei-rejecting",
          board: board("chatqna-tei", "job", "instance"),
        },
        {
          alert: "TeiSlow",
          expr: slowStage(histograms.teiRequest, [], stack),
          // Adding documents slows it down for some minutes.
          for: "10m",
          severity: "warning",
          objective: "timeToFirstToken",
          when: `more than ${slowShare * 100} % of the requests to TEI take longer than ${limit}, for 10 minutes`,
          summary: "Embedding or reranking is slow",
          description: `{{ $value | humanizePercentage }} of the requests to {{ $labels.component }} ({{ $labels.job }}) take longer than ${limit}. No first token comes before it is done.`,
          runbook: "tei-slow",
          board: board("chatqna-tei", "job"),
        },
      ],
    },
  ];
}
