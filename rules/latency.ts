import { type Histogram, histograms } from "./objectives/histograms";
import { bucketRecording } from "./objectives/recording";
import type { RuleGroup } from "./rule";
import { duration } from "./seconds";
import { type WatchedStack, watches } from "./watched-stack";

/**
 * The rates of the buckets of all replicas of a job as one. Boards and objectives read these instead
 * of every bucket of every replica: 50 replicas of TGI are 7,200 series for one panel, and these 144.
 */
export function latencyRules(stack: WatchedStack): readonly RuleGroup[] {
  const table: readonly [present: boolean, histograms: readonly Histogram[]][] = [
    [watches(stack, "tgi"), [histograms.tgiQueue, histograms.tgiStep, histograms.tgiRequest]],
    [
      watches(stack, "vllm"),
      [
        histograms.vllmFirstToken,
        histograms.vllmInterToken,
        histograms.vllmRequest,
        histograms.vllmQueue,
      ],
    ],
    [watches(stack, "tei"), [histograms.teiRequest]],
    [
      watches(stack, "megaservice") && stack.megaserviceMeasures,
      [
        histograms.megaserviceFirstToken,
        histograms.megaserviceInterToken,
        histograms.megaserviceRequest,
      ],
    ],
    [watches(stack, "opea"), [histograms.http]],
  ];
  const recorded = table.flatMap(([present, ones]) => (present ? ones : []));
  if (recorded.length === 0) return [];
  return [
    {
      name: "latency",
      interval: latencyInterval(stack),
      rules: recorded.map((histogram) => bucketRecording(histogram, stack)),
    },
  ];
}

/**
 * Every fourth evaluation, at most a minute: rates over five minutes hardly move faster, and with 50
 * replicas of TGI these are two thirds of what all rules cost.
 */
function latencyInterval({ timing }: WatchedStack): string {
  const { evaluationInterval } = timing;
  return duration(Math.max(evaluationInterval, Math.min(60, 4 * evaluationInterval)));
}
