import { distance } from "fastest-levenshtein";
import type { Problem } from "./problem";
import { namespace, settingsSchema } from "./schema";

/**
 * The name under which a key of the stack's file is a setting of ours. A key that is plainly meant
 * for us, but whose namespace is misspelt or missing, keeps its colon, and is reported by that.
 * Undefined for the settings of others.
 */
export function rawKey(key: string): string | undefined {
  const [space, name] = key.includes(":") ? splitAtColon(key) : ["", key];
  if (space === namespace) return name;
  return isMeantForUs(space, name) ? `${space}:${name}` : undefined;
}

export function isMisplaced(raw: string): boolean {
  return raw.includes(":");
}

export function misplacedProblem(raw: string): Problem {
  const [space, name] = splitAtColon(raw);
  const hint = `Did you mean ${namespace}:${name}?`;
  return space === ""
    ? { key: name, message: `has no namespace. ${hint}` }
    : { key: raw, message: `is in a namespace that nobody reads. ${hint}` };
}

/** Names that no provider has a setting of. */
const ours: readonly string[] = ["targets", "prometheus", "grafana"];

function isMeantForUs(space: string, name: string): boolean {
  if (space === "") return Object.hasOwn(settingsSchema.shape, name);
  const isClose = distance(space.toLowerCase(), namespace) <= 4 || /^chatqna/i.test(space);
  return isClose || ours.includes(name);
}

function splitAtColon(key: string): readonly [space: string, name: string] {
  const colon = key.indexOf(":");
  return [key.slice(0, colon), key.slice(colon + 1)];
}
