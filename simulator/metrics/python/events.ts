/* Of the servers written in Python: vLLM and all of OPEA. */

import type { Moment } from "../server-metrics";

/** What prometheus_client reads from the system. Unset figures keep their last value. */
export interface ProcessSampled extends Moment {
  readonly kind: "process-sampled";
  readonly cpuSeconds?: number;
  readonly residentBytes?: number;
  readonly virtualBytes?: number;
  readonly openFileDescriptors?: number;
  /** Runs of the garbage collector since start and what they freed, of generations 0, 1 and 2. */
  readonly collections?: readonly [number, number, number];
  readonly collected?: readonly [number, number, number];
}

/**
 * An HTTP answer is complete, the stream's last byte included. Send it for every request, also for
 * `/metrics` and health checks: whether they count depends on the server.
 */
export interface HttpAnswered extends Moment {
  readonly kind: "http-answered";
  readonly method: string;
  /** The route; undefined for a path that no route matches, and for a method it does not take. */
  readonly handler: string | undefined;
  readonly status: number;
  /** `Content-Length` of the request; 0 without. */
  readonly requestBytes: number;
  /** `Content-Length` of the answer; 0 without, as with streams. */
  readonly responseBytes: number;
  readonly seconds: number;
}

export interface PythonOptions {
  /**
   * Unix time at which the caller's clock reads 0: what start times are written in. Default 0, for
   * a clock that is Unix time itself.
   */
  readonly epoch?: number;
  /** When the server is ready to serve, on the caller's clock. */
  readonly startedAt: number;
}
