import type { Clock } from "./clock";

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
  private readonly waiting: Customer[] = [];
  private head = 0;
  private busyServers = 0;

  constructor(
    private readonly clock: Clock,
    private readonly servers: number,
  ) {}

  get queued(): number {
    return this.waiting.length - this.head;
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
    const next = this.waiting[this.head];
    if (next === undefined) return;
    this.head++;
    // Now and then, since taking the first one out of a list moves all the others.
    if (this.head > 64 && this.head * 2 > this.waiting.length) {
      this.waiting.splice(0, this.head);
      this.head = 0;
    }
    this.start(next);
  }
}

interface Customer {
  readonly arrived: number;
  readonly serve: () => number;
  readonly done: (served: Served) => void;
}
