import assert from "node:assert/strict";

/** What `make` gives for 0 up to `count`, one after the other. */
export function times<Item>(
  count: number,
  make: (turn: number) => readonly Item[],
): readonly Item[] {
  return Array.from({ length: count }, (_, turn) => make(turn)).flat();
}

/** Fails if the history has more of something than the recorded body. */
export function valueAt(values: readonly number[], turn: number): number {
  const value = values[turn];
  assert.ok(value !== undefined, `the body has ${values.length} values, the history more`);
  return value;
}
