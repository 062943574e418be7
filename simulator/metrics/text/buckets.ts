/**
 * How many values fell between the bounds of a histogram, and their sum. Values are added to the
 * sum one by one in the order they come, as the real servers do, so that rounding agrees too.
 */
export class Buckets {
  readonly #counts: Float64Array;
  #sum = 0;
  #count = 0;

  /** `bounds`: upper bounds, inclusive, rising, without +Inf. */
  constructor(readonly bounds: readonly number[]) {
    this.#counts = new Float64Array(bounds.length + 1);
  }

  get sum(): number {
    return this.#sum;
  }

  get count(): number {
    return this.#count;
  }

  observe(value: number): void {
    const index = this.#indexOf(value);
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#sum += value;
    this.#count += 1;
  }

  /** For each bound in turn, +Inf last: how many values were not above it. */
  eachCumulative(visit: (count: number, index: number) => void): void {
    let below = 0;
    this.#counts.forEach((count, index) => {
      below += count;
      visit(below, index);
    });
  }

  #indexOf(value: number): number {
    let low = 0;
    let high = this.bounds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (value <= (this.bounds[middle] ?? Infinity)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
