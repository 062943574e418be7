import type { MetricsAnswer } from "../metrics/server-metrics";

/** An HTTP answer, as a server's own middleware sees it when the last byte is out. */
export interface AnsweredRequest {
  readonly method: string;
  /** The route; undefined for a path that no route matches. */
  readonly handler: string | undefined;
  readonly status: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly seconds: number;
}

/** A process of the deployment, whatever carries its requests: HTTP, or a call where time is virtual. */
export interface SimulatedServer {
  metrics(): MetricsAnswer;
  /** Takes note of an answer where the software counts them. */
  answered(answer: AnsweredRequest): void;
  /** The process ends: what it works on fails. */
  die(): void;
  /** What goes wrong in it, or slowly. Changed while it works. */
  readonly trouble: Trouble;
}

/** What scenarios do to a server. */
export interface Trouble {
  /** Share of the requests whose work fails, 0 to 1. */
  failing: number;
  /** How many times longer than it should its work takes. */
  slowdown: number;
}

export function noTrouble(): Trouble {
  return { failing: 0, slowdown: 1 };
}

/** Why there is no result, in the words of the server. */
export interface Failure {
  readonly status: number;
  /** What kind of failure it is to the server's own clients: `overloaded`, `validation`. */
  readonly kind: string;
  readonly message: string;
}

/** Something under way that its client may leave. */
export interface Running {
  cancel(): void;
}

export const nothingToCancel: Running = { cancel: () => undefined };
