import { setTimeout as delay } from "node:timers/promises";
import { type Answer, type GrafanaAccess, GrafanaApi } from "./grafana-api";

/** Prometheus is ready before Grafana is asked about it; the rest is for names and networks. */
const patienceSeconds = 30;
const pauseMilliseconds = 500;

export interface CheckedDatasource {
  readonly uid: string;
  /** Where Grafana reaches it: for the message. */
  readonly url: string;
}

/**
 * Resolves once Grafana's datasource is healthy and a query through Grafana has a value.
 * @throws Error with a message for the user: who does not answer whom, what was said, what to do
 */
export async function untilAnswering(
  access: GrafanaAccess,
  datasource: CheckedDatasource,
  patience: number = patienceSeconds,
): Promise<void> {
  const grafana = new GrafanaApi(access);
  const deadline = performance.now() + patience * 1000;
  for (;;) {
    const answer = await askAll(grafana, datasource.uid);
    if (answer.state === "answered") return;
    const isLate = performance.now() > deadline;
    if (answer.state === "failing" && isLate) {
      throw new Error(failure(access, datasource, answer.reason, patience));
    }
    // A datasource that comes by file may be read a moment after the server began to answer.
    if (answer.state === "refused" && (isLate || answer.status !== 404)) {
      throw new Error(refusal(access, datasource, answer.status));
    }
    await delay(pauseMilliseconds);
  }
}

async function askAll(grafana: GrafanaApi, uid: string): Promise<Answer> {
  const health = await grafana.datasourceHealth(uid);
  return health.state === "answered" ? grafana.query(uid, "vector(1)") : health;
}

function failure(
  { url }: GrafanaAccess,
  datasource: CheckedDatasource,
  reason: string,
  patience: number,
): string {
  return (
    `Grafana at ${url} gets no answer from Prometheus, tried for ${patience} s: ${reason}\n` +
    `Its datasource ${datasource.uid} asks ${datasource.url}. Look whether Prometheus runs and ` +
    `whether Grafana reaches it there, then run the same command again.`
  );
}

function refusal(
  { url, username }: GrafanaAccess,
  datasource: CheckedDatasource,
  status: number,
): string {
  if (status === 404) {
    return (
      `Grafana at ${url} has no datasource ${datasource.uid} (it answers 404).\n` +
      `Somebody removed it, or another Grafana listens there. ` +
      `\`pulumi up --refresh\` brings it back.`
    );
  }
  return (
    `Grafana at ${url} does not let the user ${username} in (it answers ${status}).\n` +
    `A Grafana that keeps its database took its password at its first start only. Set that one in ` +
    `the settings, or change Grafana's with \`grafana cli admin reset-admin-password\`.`
  );
}
