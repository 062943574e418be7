import { setTimeout as delay } from "node:timers/promises";
import type { Progress } from "../../toolchain/progress";
import type { PrometheusApi, ScrapedTarget } from "./prometheus-api";

/** Long enough for two scrapes of every target at the default interval. */
const patienceSeconds = 15;

/**
 * Every target of the `expected` number, once all are up or have had their chance: Prometheus spreads the first scrapes over
 * one scrape interval.
 */
export async function waitForTargets(
  prometheus: PrometheusApi,
  expected: number,
  progress: Progress,
): Promise<readonly ScrapedTarget[]> {
  return progress.run("waiting for the targets", async (step) => {
    const deadline = performance.now() + patienceSeconds * 1000;
    for (;;) {
      const targets = await prometheus.targets();
      const up = targets.filter(({ health }) => health === "up").length;
      step.detail(`${up} of ${expected} up`);
      // Just started, Prometheus is ready before it has looked at its targets.
      if (up >= expected || performance.now() > deadline) return targets;
      await delay(100);
    }
  });
}
