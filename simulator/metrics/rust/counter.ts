import type { RustFamily } from "./family";
import { headerOf } from "./family";

/** Its series by their labels as written, `{err="overloaded"}`, or "" for none. */
export class RustCounter implements RustFamily {
  readonly #header: string;
  readonly #values = new Map<string, number>();

  constructor(
    readonly name: string,
    help?: string,
  ) {
    this.#header = headerOf(name, "counter", help);
  }

  add(labels = "", by = 1): void {
    this.#values.set(labels, (this.#values.get(labels) ?? 0) + by);
  }

  write(lines: string[]): void {
    if (this.#values.size === 0) return;
    lines.push(this.#header);
    for (const [labels, value] of this.#values) lines.push(`${this.name}${labels} ${value}`);
    lines.push("");
  }
}
