import type { ProcessSampled } from "./events";
import type { CounterSeries } from "./counter";
import type { GaugeSeries } from "./gauge";
import type { PythonRegistry } from "./registry";

/** What a server shows of its process before anything happened. */
export interface ProcessAtStart {
  /** From the start of the process until it serves: it loads its code in this time. */
  readonly loadingSeconds: number;
  readonly cpuSeconds: number;
  readonly residentBytes: number;
  readonly virtualBytes: number;
  readonly openFileDescriptors: number;
  readonly collections: readonly [number, number, number];
  readonly collected: readonly [number, number, number];
}

const generations = [0, 1, 2] as const;

/** The collectors that prometheus_client registers when it is imported. */
export class ProcessCollectors {
  readonly #collected: readonly CounterSeries[];
  readonly #collections: readonly CounterSeries[];
  readonly #virtual: GaugeSeries;
  readonly #resident: GaugeSeries;
  readonly #cpu: CounterSeries;
  readonly #openFileDescriptors: GaugeSeries;

  /** `readyAt`: Unix time at which the server is ready to serve. */
  constructor(registry: PythonRegistry, readyAt: number, atStart: ProcessAtStart) {
    const perGeneration = (name: string, help: string): readonly CounterSeries[] => {
      const family = registry.readCounter(name, help);
      return generations.map((generation) =>
        family.labels(readyAt, { generation: String(generation) }),
      );
    };
    const gauge = (name: string, help: string): GaugeSeries => registry.gauge(name, help).labels();

    this.#collected = perGeneration("python_gc_objects_collected", "Objects collected during gc");
    perGeneration("python_gc_objects_uncollectable", "Uncollectable objects found during GC");
    this.#collections = perGeneration(
      "python_gc_collections",
      "Number of times this generation was collected",
    );
    registry
      .gauge("python_info", "Python platform information")
      .labels({
        implementation: "CPython",
        major: "3",
        minor: "11",
        patchlevel: "7",
        version: "3.11.7",
      })
      .set(1);
    this.#virtual = gauge("process_virtual_memory_bytes", "Virtual memory size in bytes.");
    this.#resident = gauge("process_resident_memory_bytes", "Resident memory size in bytes.");
    gauge(
      "process_start_time_seconds",
      "Start time of the process since unix epoch in seconds.",
    ).set(hundredths(readyAt - atStart.loadingSeconds));
    this.#cpu = registry
      .readCounter("process_cpu_seconds", "Total user and system CPU time spent in seconds.")
      .labels(readyAt);
    this.#openFileDescriptors = gauge("process_open_fds", "Number of open file descriptors.");
    gauge("process_max_fds", "Maximum number of open file descriptors.").set(20_000);
    this.sample(atStart);
  }

  sample(values: Omit<ProcessSampled, "kind" | "at">): void {
    if (values.cpuSeconds !== undefined) this.#cpu.set(hundredths(values.cpuSeconds));
    if (values.residentBytes !== undefined) this.#resident.set(values.residentBytes);
    if (values.virtualBytes !== undefined) this.#virtual.set(values.virtualBytes);
    if (values.openFileDescriptors !== undefined) {
      this.#openFileDescriptors.set(values.openFileDescriptors);
    }
    setEach(this.#collections, values.collections);
    setEach(this.#collected, values.collected);
  }
}

function setEach(series: readonly CounterSeries[], values: readonly number[] | undefined): void {
  values?.forEach((value, generation) => series[generation]?.set(value));
}

/** The kernel counts process times in hundredths of a second. */
function hundredths(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
