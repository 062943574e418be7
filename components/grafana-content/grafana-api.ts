/** What we ask Grafana itself: https://grafana.com/docs/grafana/latest/developers/http_api/ */

export interface GrafanaAccess {
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

/** What became of a question to a datasource. */
export type Answer =
  | { readonly state: "answered" }
  /** Worth another try: Grafana, Prometheus or the way between them may be about to come up. */
  | { readonly state: "failing"; readonly reason: string }
  /** No further try helps: Grafana does not let us in, or has no such datasource. */
  | { readonly state: "refused"; readonly status: number };

const answered: Answer = { state: "answered" };

/** Long enough for a Prometheus that is busy; Grafana itself gives up on it after 30 s. */
const timeoutMilliseconds = 10_000;

export class GrafanaApi {
  constructor(private readonly access: GrafanaAccess) {}

  /** The datasource's own check, which needs Grafana 9 or later. */
  async datasourceHealth(uid: string): Promise<Answer> {
    return this.ask(`/api/datasources/uid/${uid}/health`, undefined, ({ status, message }) =>
      status === "OK" ? answered : failing(text(message) ?? `its health is ${String(status)}`),
    );
  }

  /** Evaluates a PromQL expression now, the way that a panel of a dashboard does. */
  async query(uid: string, expression: string): Promise<Answer> {
    const query = {
      refId: "A",
      datasource: { type: "prometheus", uid },
      expr: expression,
      instant: true,
      range: false,
      intervalMs: 15_000,
      maxDataPoints: 1,
    };
    const body = { queries: [query], from: "now-1m", to: "now" };
    return this.ask("/api/ds/query", body, ({ results }) => answerOfQuery(results));
  }

  private async ask(
    path: string,
    body: object | undefined,
    read: (answer: Properties) => Answer,
  ): Promise<Answer> {
    try {
      const response = await this.fetch(path, body);
      const { status } = response;
      if (status === 401 || status === 403 || status === 404) return { state: "refused", status };
      const answer = properties(await response.json().catch(() => undefined));
      if (status < 300) return read(answer);
      const failed = read(answer);
      if (failed.state === "failing" && Object.keys(answer).length > 0) return failed;
      return failing(`it answers ${path} with ${status}`);
    } catch (error) {
      return failing(reasonOf(error));
    }
  }

  private fetch(path: string, body: object | undefined): Promise<Response> {
    const { url, username, password } = this.access;
    const credentials = Buffer.from(`${username}:${password}`).toString("base64");
    return fetch(`${url.replace(/\/+$/, "")}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Basic ${credentials}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      // Our password goes to nobody that we were not told of.
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
  }
}

type Properties = Readonly<Record<string, unknown>>;

/** `{ "results": { "A": { "frames": [...] } } }`, or with `error` in place of the frames. */
function answerOfQuery(results: unknown): Answer {
  const { error, frames } = properties(properties(results)["A"]);
  if (text(error) !== undefined) return failing(String(error));
  const [frame] = Array.isArray(frames) ? (frames as readonly unknown[]) : [];
  const { values } = properties(properties(frame)["data"]);
  const hasValue = Array.isArray(values) && values.some((column) => isFilled(column));
  return hasValue ? answered : failing("a query came back without a value");
}

function isFilled(column: unknown): boolean {
  return Array.isArray(column) && column.length > 0;
}

function properties(value: unknown): Properties {
  return typeof value === "object" && value !== null ? (value as Properties) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function failing(reason: string): Answer {
  return { state: "failing", reason };
}

/** `fetch` says only that it failed; the reason is the error's cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `no answer within ${timeoutMilliseconds / 1000} s`;
  return error.cause instanceof Error ? error.cause.message : error.message;
}
