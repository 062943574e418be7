import { writeNumber } from "../../replay/number-notation";
import type { RustFamily } from "./family";
import { headerOf } from "./family";

/** A gauge without labels, as all of TGI's and TEI's are. */
export class RustGauge implements RustFamily {
  readonly #header: string;
  #value: number | undefined;

  constructor(
    readonly name: string,
    help?: string,
  ) {
    this.#header = headerOf(name, "gauge", help);
  }

  set(value: number): void {
    this.#value = value;
  }

  add(by: number): void {
    this.#value = (this.#value ?? 0) + by;
  }

  write(lines: string[]): void {
    if (this.#value === undefined) return;
    lines.push(this.#header, `${this.name} ${writeNumber(this.#value, "rust")}`, "");
  }
}
