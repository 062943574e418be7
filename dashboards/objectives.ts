import type { Limits } from "./panels";

/**
 * Seconds. MLPerf Inference asks of Llama 2 70B, at the 99th percentile: interactive 450 ms to the
 * first token and 40 ms a token, server 2 s and 200 ms.
 */
export const timeToFirstToken: Limits = { watch: 0.45, bad: 2 };
export const timePerToken: Limits = { watch: 0.04, bad: 0.2 };

/** Share of requests. The sample alerts of the Gateway API Inference Extension call 5 % critical. */
export const errorShare: Limits = { watch: 0.01, bad: 0.05 };

/** Requests: llm-d takes a replica with 5 waiting for saturated; 50 is the alert of the former. */
export const waiting: Limits = { watch: 5, bad: 50 };

/** Share of the KV cache: llm-d takes a replica above 80 % for saturated; 90 % is nearly full. */
export const cacheInUse: Limits = { watch: 0.8, bad: 0.9 };

/** Share of a resource that is there once: memory, a disk. */
export const inUse: Limits = { watch: 0.8, bad: 0.95 };
