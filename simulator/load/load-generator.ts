import type { Clock } from "../model/clock";
import type { PendingEvent } from "../model/event-queue";
import { type Lengths, drawLength } from "../model/lengths";
import type { Random } from "../model/random";
import type { LoadProfile } from "./load-profile";

/** A question as a client puts it. */
export interface AskedQuestion {
  /** In the order of asking, from 1 on. */
  readonly number: number;
  readonly tokens: number;
  readonly maxTokens: number;
  /** The request makes no sense; it is answered with an error. */
  readonly mistaken: boolean;
  /** After so many seconds the client goes away. */
  readonly patience?: number;
}

export interface LoadShape {
  readonly questions: Lengths;
  readonly maxTokens: number;
}

/**
 * Clients that come when they come, whether or not the ones before them were served: an open loop,
 * which is what makes an overload show. A Poisson process whose rate follows the profile (thinning,
 * after P. Lewis and G. Shedler, 1979).
 */
export class LoadGenerator {
  private profile: LoadProfile | undefined;
  private since = 0;
  private next: PendingEvent | undefined;
  private asked = 0;

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly shape: LoadShape,
    private readonly ask: (question: AskedQuestion) => void,
  ) {}

  /** The rate of this moment, in requests a second. */
  rate(): number {
    return this.profile?.rate(this.clock.now() - this.since) ?? 0;
  }

  follow(profile: LoadProfile): void {
    this.profile = profile;
    this.since = this.clock.now();
    this.next?.cancel();
    this.wait();
  }

  stop(): void {
    this.profile = undefined;
    this.next?.cancel();
  }

  private wait(): void {
    const peak = this.profile?.peak ?? 0;
    if (peak <= 0) return;
    this.next = this.clock.after(this.random.exponential(1 / peak), () => {
      if (this.random.chance(this.rate() / peak)) this.askOne();
      this.wait();
    });
  }

  private askOne(): void {
    const { random, shape, profile } = this;
    if (profile === undefined) return;
    const impatient = random.chance(profile.impatient);
    this.ask({
      number: ++this.asked,
      tokens: drawLength(shape.questions, random),
      maxTokens: shape.maxTokens,
      mistaken: random.chance(profile.mistakes),
      ...(impatient && { patience: random.exponential(4) }),
    });
  }
}
