/** Something that will happen at a moment of the simulated time, unless it is cancelled first. */
export interface PendingEvent {
  readonly at: number;
  cancel(): void;
}

/**
 * Events in the order of their moments, those of one moment in the order in which they were added:
 * the order decides the outcome of a simulation, so that it must never depend on the heap's own.
 */
export class EventQueue {
  private readonly heap: Entry[] = [];
  private added = 0;

  add(at: number, action: () => void): PendingEvent {
    const entry = new Entry(at, this.added++, action);
    this.heap.push(entry);
    this.rise(this.heap.length - 1);
    return entry;
  }

  /** The moment of the next event, cancelled ones aside. */
  nextAt(): number | undefined {
    this.dropCancelled();
    return this.heap[0]?.at;
  }

  /** Removes the next event and gives its moment and action. */
  take(): { readonly at: number; readonly action: () => void } | undefined {
    this.dropCancelled();
    const first = this.heap[0];
    if (first?.action === undefined) return undefined;
    this.removeFirst();
    return { at: first.at, action: first.action };
  }

  private dropCancelled(): void {
    while (this.heap[0] !== undefined && this.heap[0].action === undefined) this.removeFirst();
  }

  private removeFirst(): void {
    const last = this.heap.pop();
    if (last === undefined || this.heap.length === 0) return;
    this.heap[0] = last;
    this.sink();
  }

  private rise(index: number): void {
    const { heap } = this;
    const entry = heap[index];
    if (entry === undefined) return;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || !isBefore(entry, parent)) break;
      heap[index] = parent;
      index = above;
    }
    heap[index] = entry;
  }

  private sink(): void {
    const { heap } = this;
    const entry = heap[0];
    if (entry === undefined) return;
    let index = 0;
    for (;;) {
      const child = this.earlierChild(index);
      const below = heap[child];
      if (below === undefined || !isBefore(below, entry)) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = entry;
  }

  private earlierChild(index: number): number {
    const left = 2 * index + 1;
    const [one, other] = [this.heap[left], this.heap[left + 1]];
    return one !== undefined && other !== undefined && isBefore(other, one) ? left + 1 : left;
  }
}

class Entry implements PendingEvent {
  constructor(
    readonly at: number,
    readonly order: number,
    /** Undefined once cancelled. What it would have held in memory is let go at once. */
    public action: (() => void) | undefined,
  ) {}

  cancel(): void {
    this.action = undefined;
  }
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
