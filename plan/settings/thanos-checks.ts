import type { CrossFinding } from "./finding";
import { parseDuration } from "./quantity";
import type { ParsedSettings } from "./schema";

type Check = (settings: ParsedSettings) => readonly CrossFinding[];

/** What Thanos' sidecar asks of the Prometheus beside it. */
export const thanosChecks: readonly Check[] = [
  sidecarHasPurpose,
  sidecarHasDatabase,
  blocksStayUntilUploaded,
];

const path = ["kubernetes", "thanos"];

function sidecarHasPurpose({ kubernetes: { thanos } }: ParsedSettings): readonly CrossFinding[] {
  if (thanos === undefined || thanos.objectStorage !== undefined || thanos.access.length > 0) {
    return [];
  }
  return [
    {
      path,
      message:
        "uploads nothing and lets nobody ask: it would only take memory. Set objectStorage, or access for the pods of Thanos Query, or both.",
      involves: [],
    },
  ];
}

function sidecarHasDatabase({ kubernetes, prometheus }: ParsedSettings): readonly CrossFinding[] {
  if (kubernetes.thanos === undefined || !prometheus.agent) return [];
  return [
    {
      path,
      message:
        "reads the database that an agent has not. Remove it, or prometheus.agent; an agent sends to Thanos Receive by remoteWrite.",
      involves: [["prometheus", "agent"]],
    },
  ];
}

/** Three blocks, as Thanos advises (docs/components/sidecar.md): an outage of the storage costs none. */
const leastRetention = "6h";

function blocksStayUntilUploaded({
  kubernetes,
  prometheus: { retention },
}: ParsedSettings): readonly CrossFinding[] {
  if (kubernetes.thanos?.objectStorage === undefined) return [];
  if (parseDuration(retention.time) >= parseDuration(leastRetention)) return [];
  return [
    {
      path: ["prometheus", "retention", "time"],
      message: `is ${retention.time}; blocks of two hours are uploaded from it, and would be gone when the storage does not answer for a while. Use at least ${leastRetention}.`,
      involves: [[...path, "objectStorage"]],
    },
  ];
}
