import type { Settings } from "./settings/settings";

/** What a user of an agent should know: what a stack has everywhere else, and this one has not. */
export function agentNotes({ prometheus }: Settings): readonly string[] {
  if (!prometheus.agent) return [];
  const receivers = prometheus.remoteWrite.map(({ name }) => name).join(" and ");
  return [
    `Prometheus is an agent: it keeps nothing but what it has not sent yet, for about two hours. ` +
      `Queries, boards, rules and alerts are at ${receivers}.`,
  ];
}
