/** Something the import changed, and where, as JSON paths: `panels[3].targets[0].expr`. */
export interface Change {
  readonly what: string;
  readonly places: readonly string[];
}

/** Gathers what is changed; one entry for the same change in many places. */
export class Changes {
  readonly #places = new Map<string, string[]>();

  note(what: string, place: string): void {
    const places = this.#places.get(what);
    if (places === undefined) this.#places.set(what, [place]);
    else places.push(place);
  }

  get list(): readonly Change[] {
    return [...this.#places].map(([what, places]) => ({ what, places }));
  }
}
