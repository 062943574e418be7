import { rawKey } from "./misplaced";

/** The settings of a stack as they were written, with the secrets decrypted in place. */
export interface RawSettings {
  readonly raw: Readonly<Record<string, unknown>>;
  /** Whether a secret stands somewhere below a top-level key. */
  readonly isSecret: (topLevelKey: string) => boolean;
}

/**
 * From what the engine gives a program: `pulumi.runtime.allConfig()`, where everything but a scalar
 * is JSON text, and `pulumi.runtime.configSecretKeys()`. Settings of other namespaces are left
 * alone; those of a misspelt one are kept under their whole key, to be reported.
 */
export function readPulumiConfig(
  all: Readonly<Record<string, string>>,
  secretKeys: readonly string[],
): RawSettings {
  const raw = Object.entries(all).flatMap(([key, text]) => {
    const name = rawKey(key);
    return name === undefined ? [] : [[name, structured(text)] as const];
  });
  const secrets = new Set(secretKeys.map(rawKey));
  return { raw: Object.fromEntries(raw), isSecret: (key) => secrets.has(key) };
}

/** Text that is no JSON stays text, and is refused as such. */
function structured(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
