import type { Clock } from "./clock";
import { EventQueue, type PendingEvent } from "./event-queue";

/** Time that passes as fast as events can be worked off. */
export class VirtualClock implements Clock {
  private readonly events = new EventQueue();
  private time = 0;

  /** @param startedAt Unix time in seconds of moment 0; what is exported carries it */
  constructor(readonly startedAt = 0) {}

  now(): number {
    return this.time;
  }

  after(delay: number, action: () => void): PendingEvent {
    return this.events.add(this.time + Math.max(0, delay), action);
  }

  /** Lets everything happen that is set for `until` or earlier; then it is `until`. */
  runUntil(until: number): void {
    for (;;) {
      const next = this.events.nextAt();
      if (next === undefined || next > until) break;
      this.step();
    }
    this.time = Math.max(this.time, until);
  }

  /** Lets events happen until none is left. Never returns where events beget events without end. */
  runOut(): void {
    while (this.events.nextAt() !== undefined) this.step();
  }

  private step(): void {
    const event = this.events.take();
    if (event === undefined) return;
    this.time = event.at;
    event.action();
  }
}
