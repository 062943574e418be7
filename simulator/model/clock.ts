import type { PendingEvent } from "./event-queue";

/**
 * The time of a simulation. While an event happens, `now` is the moment it was set for, however late
 * the machine gets to it: what a model computes does not depend on how busy the machine is.
 */
export interface Clock {
  /** Seconds since the simulation began. Never falls. */
  now(): number;
  /** Has `action` happen `delay` seconds from now, never before what is already set for then. */
  after(delay: number, action: () => void): PendingEvent;
  /** Unix time in seconds at which `now` was 0. */
  readonly startedAt: number;
}
