import type { Failure } from "../servers/server";
import type { Exchange } from "./exchange";

export function plainFailure(exchange: Exchange, { status, kind, message }: Failure): void {
  exchange.json(status, { error: message, error_type: kind });
}

export function tgiStreamHeaders(inputs: string): Readonly<Record<string, string>> {
  return {
    "x-compute-type": "cpu+optimized",
    "x-compute-characters": String(inputs.length),
    "x-accel-buffering": "no",
    "cache-control": "no-cache",
  };
}
