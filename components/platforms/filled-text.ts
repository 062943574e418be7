import type { Reference, SecretKey, Text, Workload } from "../../plan/workloads/workload";

/** Text whose only holes are secrets. */
export type Filled = readonly (string | SecretHole)[];

export interface SecretHole {
  readonly secret: SecretKey;
}

/** What a platform has to say: where a file lies, where a port is. */
export type PlaceReference = Exclude<Reference, { readonly ref: "secret" }>;

export function fillText(text: Text, place: (reference: PlaceReference) => string): Filled {
  const parts = typeof text === "string" ? [text] : text;
  return parts.map((part) => {
    if (typeof part === "string") return part;
    return part.ref === "secret" ? { secret: part.key } : place(part);
  });
}

/** A command line and an environment are open to every user of the machine. */
export function withoutSecrets(filled: Filled, workload: Workload): string {
  return filled
    .map((part) => {
      if (typeof part === "string") return part;
      throw new Error(`${workload.name} would show the secret ${part.secret} in its process list.`);
    })
    .join("");
}

export function isPlain(filled: Filled): boolean {
  return filled.every((part) => typeof part === "string");
}

/** @throws Error where it has a secret in it */
export function plainText(filled: Filled): string {
  return filled
    .map((part) => {
      if (typeof part === "string") return part;
      throw new Error(`${part.secret} stands in a file that is not secret.`);
    })
    .join("");
}
