import type { CrossFinding } from "./finding";
import type { ParsedSettings } from "./schema";

type Check = (settings: ParsedSettings) => readonly CrossFinding[];

/** What an agent, which keeps nothing and answers no question, asks of the other settings. */
export const agentChecks: readonly Check[] = [
  agentSends,
  agentIsNotOnProcess,
  agentHasNoGrafana,
  agentTellsNobody,
];

function agentSends({ prometheus }: ParsedSettings): readonly CrossFinding[] {
  if (!prometheus.agent || prometheus.remoteWrite.length > 0) return [];
  return [
    {
      path: ["prometheus", "agent"],
      message:
        "is true, and prometheus.remoteWrite is empty: an agent keeps nothing, so all samples would be lost. Name a receiver, or remove it.",
      involves: [["prometheus", "remoteWrite"]],
    },
  ];
}

/** There, `npm start`, its page and the simulator's scenarios read what this Prometheus keeps. */
function agentIsNotOnProcess({ platform, prometheus }: ParsedSettings): readonly CrossFinding[] {
  if (!prometheus.agent || platform !== "process") return [];
  return [
    {
      path: ["prometheus", "agent"],
      message:
        "is true, and platform: process draws its page from what Prometheus keeps. Remove it, or use platform docker or kubernetes.",
      involves: [["platform"]],
    },
  ];
}

function agentHasNoGrafana({ prometheus, grafana }: ParsedSettings): readonly CrossFinding[] {
  if (!prometheus.agent || !grafana.enabled) return [];
  return [
    {
      path: ["grafana", "enabled"],
      message:
        "is true, as it is by default, and an agent has nothing that Grafana could draw. Set it to false; the boards go to the Grafana of the receiver (docs/scaling.md).",
      involves: [["prometheus", "agent"]],
    },
  ];
}

function agentTellsNobody({ prometheus, alertmanager }: ParsedSettings): readonly CrossFinding[] {
  if (!prometheus.agent || alertmanager.receivers.length === 0) return [];
  return [
    {
      path: ["alertmanager", "receivers"],
      message:
        "means nothing with prometheus.agent: an agent evaluates no rule, so no alert fires. The receiver does both. Remove it.",
      involves: [["prometheus", "agent"]],
    },
  ];
}
