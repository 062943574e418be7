import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { droppedMetrics } from "../../plan/prometheus/dropped-metrics";
import type { ServiceName } from "../../plan/targets/deployment";
import { chatShape } from "../../simulator/deployment/workload-shape";
import type { TargetLabels } from "../../simulator/history/series";
import { writeHistory } from "../../simulator/history/write-history";
import { UserError } from "../../toolchain/user-error";
import type { ChosenDeployment } from "./choose-deployment";
import type { SimulateOptions } from "./simulate-options";

/** As stack `local` scrapes. */
const scrapeInterval = 15;

/** Writes the history that the options ask for. @throws {UserError} if the file cannot be written */
export function recordHistory(options: SimulateOptions, chosen: ChosenDeployment): number {
  const { history: path = "", acts, seed, rate } = options;
  const seconds = acts.reduce((sum, act) => sum + act.seconds, 0);
  // On a whole interval, as scrapes of equal spacing are easier to reason about.
  const end = Math.floor(Date.now() / 1000 / scrapeInterval) * scrapeInterval;
  const startedAt = options.start ?? end - seconds;
  const file = new BufferedFile(path);
  try {
    writeHistory(
      {
        config: {
          seed,
          hardware: chosen.preset,
          shape: chatShape,
          services: chosen.services,
          startedAt,
          truthCapacity: 1,
          ...(rate !== undefined && { requestsPerSecond: rate }),
        },
        acts,
        scrapeInterval,
        labelsOf: (slot) => labelsOfSlot(slot, chosen),
        isDropped: (name) => dropped.test(name),
      },
      (text) => {
        file.write(text);
      },
    );
    file.close();
  } catch (error) {
    rmSync(path, { force: true });
    if (error instanceof Error && "syscall" in error) {
      throw new UserError(`${path} cannot be written: ${error.message}`);
    }
    throw error;
  }
  process.stdout.write(
    `${path}: from ${timeText(startedAt)} to ${timeText(startedAt + seconds)}.\n` +
      `Next: promtool tsdb create-blocks-from openmetrics ${path} <data directory of Prometheus>\n`,
  );
  return 0;
}

const dropped = new RegExp(`^(?:${droppedMetrics.map(({ regex }) => regex).join("|")})$`);

/** What a scrape of the catalogue's target adds; replicas differ in their port. */
export function labelsOfSlot(
  slot: string,
  { targets, services }: ChosenDeployment,
): TargetLabels | undefined {
  const [role = "", replica] = slot.split("#");
  const service = targets.get(role as ServiceName);
  if (service === undefined) return undefined;
  const port = services.find((one) => one.role === role)?.port ?? 0;
  return {
    job: service.job,
    instance: `127.0.0.1:${port + Number(replica ?? 1) - 1}`,
    component: service.component,
    container: service.container,
  };
}

function timeText(unixTime: number): string {
  return new Date(unixTime * 1000).toISOString().replace(".000Z", "Z");
}

/** A file that is written in large pieces. */
class BufferedFile {
  private readonly descriptor: number;
  private pending = "";

  constructor(path: string) {
    try {
      this.descriptor = openSync(path, "w");
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new UserError(`${path} cannot be written: ${reason}`);
    }
  }

  write(text: string): void {
    this.pending += text;
    if (this.pending.length > 2 ** 20) this.flush();
  }

  close(): void {
    this.flush();
    closeSync(this.descriptor);
  }

  private flush(): void {
    writeSync(this.descriptor, this.pending);
    this.pending = "";
  }
}
