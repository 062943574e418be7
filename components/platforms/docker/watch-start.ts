import * as pulumi from "@pulumi/pulumi";
import { type StartedServer, diagnose } from "./failed-start";

export interface Watched extends StartedServer {
  /** How long the provider waits, in seconds. */
  readonly waitTimeout: number;
  /** Known when the provider begins with the server. */
  readonly begun: pulumi.Output<unknown>;
  /** Known when the server is ready. */
  readonly ready: pulumi.Output<unknown>;
}

/**
 * Tells why a server does not become ready, while the provider waits for it: it waits to the end for
 * one that has crashed, and then says no more than that it is not healthy. An error hook would do the
 * same at the end, but the language host that we can build passes none on.
 */
export function watchStart({ waitTimeout, begun, ready, ...server }: Watched): void {
  if (pulumi.runtime.isDryRun()) return;
  let isReady = false;
  ready.apply(() => (isReady = true));
  begun.apply(() => {
    const latest = performance.now() + waitTimeout * lateShare * 1000;
    const look = async (): Promise<void> => {
      const isLate = performance.now() > latest;
      const { isBroken, text } = await diagnose(server);
      if (isReady) return;
      if (isBroken || isLate) await pulumi.log.warn(text);
      else later(look);
    };
    later(look);
  });
}

/** A slow start is told before the provider gives it up. */
const lateShare = 0.75;
const intervalMilliseconds = 1_000;

/** Nothing that keeps the program alive: when its resources are settled, it ends. */
function later(look: () => Promise<void>): void {
  setTimeout(() => void look(), intervalMilliseconds).unref();
}
