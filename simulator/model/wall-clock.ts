import type { Clock } from "./clock";
import { EventQueue, type PendingEvent } from "./event-queue";

/**
 * Time that passes as ours does. Events happen at their moments or, where the machine is busy, a
 * little later in the same order and with the same `now`, so that delays do not add up: a thousand
 * steps of 20 ms take 20 s.
 *
 * What comes from outside (a request, a timer of somebody else's) must come in by {@link enter}.
 */
export class WallClock implements Clock {
  readonly startedAt = Date.now() / 1000;
  private readonly events = new EventQueue();
  /** The wall clock can be set back; this one cannot. */
  private readonly start = performance.now();
  private time = 0;
  private inEvent = false;
  private timer: NodeJS.Timeout | undefined;
  private wakesAt = Infinity;
  private stopped = false;
  private worstLag = 0;

  now(): number {
    return this.inEvent ? this.time : Math.max(this.time, this.elapsed());
  }

  after(delay: number, action: () => void): PendingEvent {
    const event = this.events.add(this.now() + Math.max(0, delay), action);
    if (!this.inEvent) this.wake();
    return event;
  }

  /** Lets what is due happen, then `action`, whose moment is the wall clock's. */
  enter<T>(action: () => T): T {
    if (this.inEvent) return action();
    this.catchUp();
    this.inEvent = true;
    try {
      this.time = Math.max(this.time, this.elapsed());
      return action();
    } finally {
      this.inEvent = false;
      // What the action set for this very moment happens now and not a timer later.
      this.catchUp();
      this.wake();
    }
  }

  /** The longest that an event came late since this was last asked, in seconds. */
  takeWorstLag(): number {
    const lag = this.worstLag;
    this.worstLag = 0;
    return lag;
  }

  /** No event happens any more. */
  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private elapsed(): number {
    return (performance.now() - this.start) / 1000;
  }

  private catchUp(): void {
    this.inEvent = true;
    try {
      for (;;) {
        const next = this.events.nextAt();
        if (this.stopped || next === undefined || next > this.elapsed()) break;
        this.happen();
      }
    } finally {
      this.inEvent = false;
    }
  }

  private happen(): void {
    const event = this.events.take();
    if (event === undefined) return;
    this.worstLag = Math.max(this.worstLag, this.elapsed() - event.at);
    this.time = Math.max(this.time, event.at);
    event.action();
  }

  /** Sets the one timer for the next event. It may be up to a millisecond late, never early. */
  private wake(): void {
    const next = this.events.nextAt();
    if (this.stopped || next === undefined || next >= this.wakesAt) return;
    clearTimeout(this.timer);
    this.wakesAt = next;
    const delay = Math.max(0, Math.ceil((next - this.elapsed()) * 1000));
    this.timer = setTimeout(() => {
      this.wakesAt = Infinity;
      this.catchUp();
      this.wake();
    }, delay);
  }
}
