import { distance } from "fastest-levenshtein";

/**
 * The candidate that a misspelt word most likely stands for: the same but for case, `-`, `_` and
 * the order of its letters, or at most a third of its letters away. Undefined if none is that close.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const [best] = candidates
    .map((candidate) => ({ candidate, steps: stepsBetween(plain(word), plain(candidate)) }))
    .filter(({ candidate, steps }) => steps <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((one, other) => one.steps - other.steps);
  return best?.candidate;
}

function stepsBetween(word: string, candidate: string): number {
  return sorted(word) === sorted(candidate)
    ? Math.min(1, distance(word, candidate))
    : distance(word, candidate);
}

function sorted(word: string): string {
  return Array.from(word).sort().join("");
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[-_ ]/g, "");
}

/** "a, b and c". */
export function listed(words: readonly string[], conjunction: "and" | "or" = "and"): string {
  const last = words.at(-1) ?? "";
  const rest = words.slice(0, -1);
  return rest.length === 0 ? last : `${rest.join(", ")} ${conjunction} ${last}`;
}
