import { PythonCounter } from "./counter";
import type { PythonFamily } from "./family";
import { PythonGauge } from "./gauge";
import { PythonHistogram } from "./histogram";
import { PythonSummary } from "./summary";

/** prometheus_client's registry: families stand in the body in the order they were registered. */
export class PythonRegistry {
  readonly #families: PythonFamily[] = [];

  /** `name`: without `_total`. */
  counter(name: string, help: string): PythonCounter {
    return this.#register(new PythonCounter(name, help, true));
  }

  /** A counter read from the system, without the time of its creation. */
  readCounter(name: string, help: string): PythonCounter {
    return this.#register(new PythonCounter(name, help, false));
  }

  gauge(name: string, help: string): PythonGauge {
    return this.#register(new PythonGauge(name, help));
  }

  histogram(name: string, help: string, bounds: readonly number[]): PythonHistogram {
    return this.#register(new PythonHistogram(name, help, bounds));
  }

  summary(name: string, help: string): PythonSummary {
    return this.#register(new PythonSummary(name, help));
  }

  write(): string {
    const lines: string[] = [];
    for (const family of this.#families) family.write(lines);
    return `${lines.join("\n")}\n`;
  }

  #register<Family extends PythonFamily>(family: Family): Family {
    this.#families.push(family);
    return family;
  }
}
