import { z } from "zod";

/** A Grafana, and who asks it. */
export interface GrafanaAccount {
  readonly url: string;
  readonly password: string;
}

/** @throws Error in Grafana's words */
export async function expectHealthyDatasource(grafana: GrafanaAccount): Promise<void> {
  const { status, message } = z
    .object({ status: z.string(), message: z.string().default("") })
    .parse(await call(grafana, "GET", "/api/datasources/uid/prometheus/health"));
  if (status !== "OK") throw new Error(`The datasource prometheus is ${status}: ${message}`);
}

export interface AnsweredQueries {
  readonly dashboards: number;
  readonly queries: number;
}

/**
 * Has Grafana ask every query of every dashboard, with all that the variables can choose.
 * @throws Error that names each query which is not answered, with its panel
 */
export async function askEveryQuery(grafana: GrafanaAccount): Promise<AnsweredQueries> {
  const found = z
    .array(z.object({ uid: z.string(), title: z.string() }))
    .parse(await call(grafana, "GET", "/api/search?type=dash-db"));
  let queries = 0;
  const failures: string[] = [];
  for (const { uid, title } of found) {
    const { dashboard } = z
      .object({ dashboard: z.unknown() })
      .parse(await call(grafana, "GET", `/api/dashboards/uid/${uid}`));
    for (const { panel, expr } of queriesOf(dashboard)) {
      queries += 1;
      const failure = await ask(grafana, expr);
      if (failure !== undefined) failures.push(`${title}, ${panel}: ${expr}\n    ${failure}`);
    }
  }
  if (failures.length > 0) throw new Error(`Grafana did not answer:\n  ${failures.join("\n  ")}`);
  return { dashboards: found.length, queries };
}

/** @returns why it was not answered */
async function ask(grafana: GrafanaAccount, expr: string): Promise<string | undefined> {
  const datasource = { type: "prometheus", uid: "prometheus" };
  const query = {
    refId: "A",
    datasource,
    expr,
    range: true,
    intervalMs: 15_000,
    maxDataPoints: 100,
  };
  const answer = await call(grafana, "POST", "/api/ds/query", {
    from: "now-5m",
    to: "now",
    queries: [query],
  }).catch((error: unknown) => ({ message: String(error) }));
  const { results, message } = answerSchema.parse(answer);
  return results?.A.error ?? message;
}

const answerSchema = z.object({
  results: z.object({ A: z.object({ error: z.string().optional() }) }).optional(),
  message: z.string().optional(),
});

const panelSchema = z.object({
  title: z.string().default(""),
  targets: z.array(z.object({ expr: z.string().optional() })).default([]),
  panels: z.array(z.unknown()).default([]),
});

/** Of the panels in rows too. Grafana itself knows the variables that begin with two underscores. */
export function queriesOf(
  dashboard: unknown,
): readonly { readonly panel: string; readonly expr: string }[] {
  const { title, targets, panels } = panelSchema.parse(dashboard);
  return [
    ...targets.flatMap(({ expr }) =>
      expr === undefined ? [] : [{ panel: title, expr: withEveryChoice(expr) }],
    ),
    ...panels.flatMap(queriesOf),
  ];
}

function withEveryChoice(expr: string): string {
  return expr.replace(/\$(?!__)(?:\{(\w+)(?::\w+)?\}|\w+)/g, (whole, braced?: string) =>
    braced?.startsWith("__") === true ? whole : ".+",
  );
}

async function call(
  { url, password }: GrafanaAccount,
  method: "GET" | "POST",
  path: string,
  body?: object,
): Promise<unknown> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`admin:${password}`).toString("base64")}`,
      "content-type": "application/json",
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}
