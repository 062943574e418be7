import type { ProcessSampled } from "../metrics/python/events";

/** What a Python process of its kind uses, for `process_*`: a plain assumption, not a measurement. */
export interface PythonFootprint {
  readonly residentBytes: number;
  /** Processor seconds per second, when idle. */
  readonly idleCpu: number;
  /** Processor seconds per request. */
  readonly cpuPerRequest: number;
}

export const opeaFootprint: PythonFootprint = {
  residentBytes: 250e6,
  idleCpu: 2e-3,
  cpuPerRequest: 8e-3,
};

export const vllmFootprint: PythonFootprint = {
  residentBytes: 1.6e9,
  idleCpu: 5e-3,
  cpuPerRequest: 2e-2,
};

/** The figures of a process that grow with its age and its requests. */
export class PythonProcess {
  private requests = 0;
  private open = 0;

  constructor(
    private readonly footprint: PythonFootprint,
    private readonly startedAt: number,
  ) {}

  requestBegan(): void {
    this.requests++;
    this.open++;
  }

  requestEnded(): void {
    this.open--;
  }

  sample(at: number): ProcessSampled {
    const { residentBytes, idleCpu, cpuPerRequest } = this.footprint;
    const busy = idleCpu * (at - this.startedAt) + cpuPerRequest * this.requests;
    return {
      kind: "process-sampled",
      at,
      // The kernel counts in hundredths of a second.
      cpuSeconds: Math.round((3 + busy) * 100) / 100,
      residentBytes: Math.floor((residentBytes + this.open * 64e3) / 4096) * 4096,
      openFileDescriptors: 20 + this.open,
    };
  }
}
