/**
 * The buckets of all durations of TGI and TEI: 35 bounds, each 1.5 times the one before, the first
 * 1.5 times `start`, in seconds. Multiplied up one by one as the servers do, for equal rounding.
 */
export function geometricBounds(start: number): readonly number[] {
  const bounds: number[] = [];
  let bound = start;
  for (let step = 0; step < 35; step += 1) {
    bound *= 1.5;
    bounds.push(bound);
  }
  return bounds;
}
