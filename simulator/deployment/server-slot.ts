import type { SimulatedServer } from "../servers/server";

/**
 * The place of a server in a deployment. The server in it comes and goes, as a container does that is
 * stopped and started again: the next one begins with empty counters.
 */
export class ServerSlot<S extends SimulatedServer = SimulatedServer> {
  private server: S | undefined;
  private watcher: (() => void) | undefined;

  /** @param create makes the next server of this place */
  constructor(
    /** The role, with a number if there are replicas: `llm`, `llm-7`. */
    readonly name: string,
    private readonly create: () => S,
  ) {}

  /** Undefined while it is down. */
  get current(): S | undefined {
    return this.server;
  }

  stop(): void {
    const { server } = this;
    this.server = undefined;
    server?.die();
    this.watcher?.();
  }

  start(): void {
    if (this.server !== undefined) return;
    this.server = this.create();
    this.watcher?.();
  }

  /** Has one be told when the server stopped or started. */
  watch(watcher: () => void): void {
    this.watcher = watcher;
  }
}
