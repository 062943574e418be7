import type { Clock } from "./clock";
import { WaitingLine } from "./waiting-line";

/** What a customer of a station went through, in seconds of the simulated time. */
export interface Served {
  readonly arrived: number;
  readonly started: number;
  readonly ended: number;
}

/**
 * Servers side by side with one queue before them, first come first served: Kendall's G/G/c. A
 * Python service with its workers is one.
 */
export class Station {
  private readonly waiting = new WaitingLine<Customer>();
  private busyServers = 0;

  constructor(
    private readonly clock: Clock,
    private readonly servers: number,
  ) {}

  get queued(): number {
    return this.waiting.length;
  }

  get busy(): number {
    return this.busyServers;
  }

  /** `serve` gives the seconds that this customer keeps a server, once one is free. */
  enter(serve: () => number, done: (served: Served) => void): void {
    const customer = { arrived: this.clock.now(), serve, done };
    if (this.busyServers < this.servers) this.start(customer);
    else this.waiting.push(customer);
  }

  private start({ arrived, serve, done }: Customer): void {
    this.busyServers++;
    const started = this.clock.now();
    this.clock.after(serve(), () => {
      this.busyServers--;
      this.startNext();
      done({ arrived, started, ended: this.clock.now() });
    });
  }

  private startNext(): void {
    const next = this.waiting.shift();
    if (next !== undefined) this.start(next);
  }
}

interface Customer {
  readonly arrived: number;
  readonly serve: () => number;
  readonly done: (served: Served) => void;
}
