import { ownHandlers } from "./objectives/failures";
import { histograms } from "./objectives/histograms";
import { type RuleGroup, board } from "./rule";
import { inShort } from "./seconds";
import { slowShare, slowStage, stageEdge } from "./stages";
import { type WatchedStack, watches } from "./watched-stack";

/** Of the documents that are added. People try again, so one in ten is no emergency. */
const failedIngestion = 0.1;

const chat = 'component="megaservice", handler="/v1/chatqna"';

/** OPEA's own services: megaservice, retriever, dataprep. */
export function serviceRules(stack: WatchedStack): readonly RuleGroup[] {
  if (!watches(stack, "opea")) return [];
  const limit = inShort(stageEdge(histograms.http, stack));
  const services = board("chatqna-services", "job");
  const ingested = (status: string) =>
    `sum by (job, component) (rate(http_requests_total{component="dataprep", ${ownHandlers}, status=~"${status}"}[15m]))`;
  return [
    {
      name: "services",
      rules: [
        {
          alert: "RetrieverSlow",
          expr: slowStage(
            histograms.http,
            ['component="retriever"', 'handler="/v1/retrieval"'],
            stack,
          ),
          // A vector store that builds an index is slow for some minutes.
          for: "10m",
          severity: "warning",
          objective: "timeToFirstToken",
          when: `more than ${slowShare * 100} % of the retrievals take longer than ${limit}, for 10 minutes`,
          summary: "The retriever is slow",
          description: `{{ $value | humanizePercentage }} of the retrievals of {{ $labels.job }} take longer than ${limit}. No first token comes before they are done.`,
          runbook: "retriever-slow",
          board: services,
        },
        {
          alert: "IngestionFailing",
          expr:
            `${ingested("5..")} / ${ingested("2..|5..")} > ${failedIngestion}\n` +
            `and ${ingested("5..")} * 900 > 1`,
          // A quarter of an hour is in the rate already.
          for: "5m",
          severity: "warning",
          when: `more than ${failedIngestion * 100} % of the requests to dataprep fail over 15 minutes, and more than one, for 5 minutes`,
          summary: "Documents cannot be added",
          description:
            "{{ $value | humanizePercentage }} of the requests to {{ $labels.job }} fail: documents that people add are not found in answers.",
          runbook: "ingestion-failing",
          board: services,
        },
        ...(stack.megaserviceMeasures
          ? [
              {
                alert: "MegaservicePendingLeak",
                expr:
                  "megaservice_request_pending > 0\n" +
                  `unless on (job, instance) sum by (job, instance) (rate(http_requests_total{${chat}}[15m])) > 0`,
                // No answer takes as long.
                for: "15m",
                severity: "info" as const,
                when: "the megaservice counts pending requests although none has come or gone for 15 minutes, for 15 minutes",
                summary: "The megaservice counts requests as pending that have ended",
                description:
                  "{{ $labels.instance }} says that {{ $value }} requests are pending, and none is: it forgets to count down after errors and disconnects (GenAIComps #1121). Do not scale by it.",
                runbook: "megaservice-pending-leak",
                board: services,
              },
            ]
          : []),
      ],
    },
  ];
}
