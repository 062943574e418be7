import type { MetricsAnswer } from "../metrics/server-metrics";
import type { Clock } from "../model/clock";
import type { Exchange } from "./exchange";

/**
 * What can be wrong with a `/metrics`: it takes 30 s, is 64 MB long, is no metrics at all, calls
 * itself JSON, or never ends.
 */
export const metricsFaults = [
  "none",
  "slow",
  "huge",
  "malformed",
  "wrong-type",
  "endless",
] as const;
export type MetricsFault = (typeof metricsFaults)[number];

const slowSeconds = 30;
const hugeBytes = 64 * 2 ** 20;

export function answerMetrics(
  exchange: Exchange,
  { contentType, body }: MetricsAnswer,
  fault: MetricsFault,
  clock: Clock,
): void {
  switch (fault) {
    case "none":
      exchange.send(200, contentType, body, typed(contentType));
      break;
    case "slow":
      clock.after(slowSeconds, () => {
        exchange.send(200, contentType, body, typed(contentType));
      });
      break;
    case "malformed":
      exchange.send(200, contentType, `${body}# TYPE broken\nbroken{le=" 1\n<html>\n`);
      break;
    case "wrong-type":
      exchange.send(200, "application/json", body, typed("application/json"));
      break;
    case "huge":
      exchange.stream(contentType);
      exchange.write(body);
      writeSamples(exchange, clock, Math.ceil(hugeBytes / blockBytes));
      break;
    case "endless":
      exchange.stream(contentType);
      exchange.write(body);
      writeSamples(exchange, clock, Infinity);
      break;
  }
}

/** An empty body has its type too: that is how a fresh TGI answers. */
function typed(contentType: string): Readonly<Record<string, string>> {
  return { "Content-Type": contentType };
}

const blockBytes = 2 ** 16;

/** Samples of a name of their own, block after block, never faster than 64 MB a second. */
function writeSamples(exchange: Exchange, clock: Clock, blocks: number, written = 0): void {
  if (!exchange.isOpen) return;
  if (written >= blocks) {
    exchange.end();
    return;
  }
  const line = (index: number): string => `simulator_flood{block="${written}",line="${index}"} 1\n`;
  let text = "";
  for (let index = 0; text.length < blockBytes; index++) text += line(index);
  exchange.write(text);
  clock.after(1e-3, () => {
    writeSamples(exchange, clock, blocks, written + 1);
  });
}
