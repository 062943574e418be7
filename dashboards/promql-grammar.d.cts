import type { LRParser } from "@lezer/lr";

/** Prometheus' own grammar of PromQL, as its web interface uses it. A development dependency. */
export const parser: LRParser;
