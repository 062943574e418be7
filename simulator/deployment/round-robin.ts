/** Replicas in turn: what a service address in front of them does. */
export class RoundRobin<T> {
  private turn = 0;

  constructor(private readonly replicas: readonly T[]) {}

  /** Undefined if there are none. */
  next(): T | undefined {
    const replica = this.replicas[this.turn % this.replicas.length];
    this.turn++;
    return replica;
  }
}
