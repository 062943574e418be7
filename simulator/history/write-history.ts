import type { ServerSlot } from "../deployment/server-slot";
import { allSlots } from "../deployment/slots";
import type { ScenarioName } from "../scenarios/scenario-names";
import { SeriesWriter, type TargetLabels } from "./series";
import {
  type VirtualConfig,
  type VirtualSimulation,
  virtualSimulation,
} from "./virtual-simulation";

export interface HistoryPlan {
  readonly config: VirtualConfig;
  /** One after the other. */
  readonly acts: readonly Act[];
  readonly scrapeInterval: number;
  /** Labels of a server's target, by the name of its slot; undefined: it is not scraped. */
  readonly labelsOf: (slot: string) => TargetLabels | undefined;
  /** Tells the names of metrics that are not stored. */
  readonly isDropped: (name: string) => boolean;
}

export interface Act {
  readonly scenario: ScenarioName;
  readonly seconds: number;
}

/**
 * Simulates hours in seconds and writes what Prometheus would have scraped, as OpenMetrics for
 * `promtool tsdb create-blocks-from openmetrics`: sample by sample in the order of time. Types and
 * help are left out, as that importer stores none, and a family's samples do not stand together, as
 * it does not ask for it.
 */
export function writeHistory(plan: HistoryPlan, write: (text: string) => void): VirtualSimulation {
  const simulation = virtualSimulation(plan.config);
  const scraper = new Scraper(simulation, plan, write);
  let end = 0;
  for (const { scenario, seconds } of plan.acts) {
    simulation.stage.play(scenario);
    end += seconds;
    scraper.scrapeUntil(end);
  }
  write("# EOF\n");
  return simulation;
}

class Scraper {
  private readonly targets: readonly { readonly slot: ServerSlot; readonly writer: SeriesWriter }[];
  private next = 0;

  constructor(
    private readonly simulation: VirtualSimulation,
    private readonly plan: HistoryPlan,
    private readonly write: (text: string) => void,
  ) {
    this.targets = allSlots(simulation.deployment.slots).flatMap((slot) => {
      const labels = plan.labelsOf(slot.name);
      return labels === undefined
        ? []
        : [{ slot, writer: new SeriesWriter(labels, plan.isDropped) }];
    });
  }

  scrapeUntil(end: number): void {
    const { clock } = this.simulation;
    for (; this.next < end; this.next += this.plan.scrapeInterval) {
      clock.runUntil(this.next);
      const timestamp = (clock.startedAt + this.next).toFixed(3);
      for (const { slot, writer } of this.targets) this.write(this.scrape(slot, writer, timestamp));
    }
    clock.runUntil(end);
  }

  private scrape({ current }: ServerSlot, writer: SeriesWriter, timestamp: string): string {
    if (current === undefined) return writer.sample("up", 0, timestamp);
    const { body } = current.metrics();
    current.answered({
      method: "GET",
      handler: "/metrics",
      status: 200,
      requestBytes: 0,
      responseBytes: body.length,
      seconds: 5e-3,
    });
    return writer.lines(body, timestamp) + writer.sample("up", 1, timestamp);
  }
}
