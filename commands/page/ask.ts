import type { Json } from "../../dashboards/json";
import type { Answer, Ask, Request } from "../../dashboards/draw/prometheus-answers";
import { UserError } from "../../toolchain/user-error";
import type { PrometheusApi } from "../stack/prometheus-api";

/** More at once would only wait in Prometheus, which evaluates 20 by default, for everybody. */
const atOnce = 8;

/**
 * Asks Prometheus, a few questions at a time and the same one once. A question that fails is an
 * answer too: the panel that asked shows it.
 */
export function askOf(prometheus: PrometheusApi): Ask {
  const asked = new Map<string, Promise<Answer>>();
  const limited = limit(atOnce);
  return (request) => {
    const key = JSON.stringify(request);
    const answer = asked.get(key) ?? limited(() => answerOf(prometheus, request));
    asked.set(key, answer);
    return answer;
  };
}

async function answerOf(prometheus: PrometheusApi, request: Request): Promise<Answer> {
  try {
    const { status, body } = await prometheus.ask(request.endpoint, request.parameters);
    return parsed(body) ?? { ok: false, error: `Prometheus answered ${status}` };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

/** What a proxy in between answers is no JSON. */
function parsed(body: string): Answer | undefined {
  try {
    const answer = JSON.parse(body) as ApiAnswer;
    if (answer.status === "success") return { ok: true, data: answer.data };
    return answer.status === "error" ? { ok: false, error: answer.error } : undefined;
  } catch {
    return undefined;
  }
}

type ApiAnswer =
  | { readonly status: "success"; readonly data: Json }
  | { readonly status: "error"; readonly error: string }
  | { readonly status?: undefined };

/** @throws UserError where Prometheus cannot be asked at all: better told than drawn panel by panel. */
export async function refuseSilence(prometheus: PrometheusApi, stack: string): Promise<void> {
  const url = prometheus.urlOf("/");
  const again = stack === "local" ? "npm start" : `npm start -- --stack ${stack}`;
  try {
    const { status } = await prometheus.ask("query", { query: "1" });
    if (status === 200) return;
    throw new Error(`it answered ${status}${status === 401 ? ", it wants another password" : ""}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `Prometheus at ${url} cannot be asked (${reason}). Start it with: ${again}`,
    );
  }
}

/** Runs at most `count` tasks at once, in the order they came. */
function limit(count: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= count) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
