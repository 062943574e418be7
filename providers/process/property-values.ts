/**
 * Property values as they travel between the engine and a provider: JSON, in which a secret is an
 * object that wraps the value and an output that is not known yet is a fixed string. The signatures
 * are those of @pulumi/pulumi, runtime/rpc.js; importing it would cost as much as the whole SDK.
 */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export type Properties = Readonly<Record<string, unknown>>;

export function isUnknown(value: unknown): boolean {
  return value === unknownValue;
}

export function isRecord(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The properties with every secret unwrapped, at any depth, and absent ones left out. */
export function unwrapped(properties: unknown): Properties {
  const plain = unwrap(properties);
  return isRecord(plain) ? plain : {};
}

/**
 * `plain`, with each property wrapped as a secret whose counterpart in `original` is one, or holds
 * one. A property that did not change keeps its original form, so a secret deep inside stays there.
 */
export function withSecretsOf(original: unknown, plain: Properties): Properties {
  const originals = isRecord(original) ? original : {};
  return Object.fromEntries(
    Object.entries(plain).map(([name, value]) => {
      const before = originals[name];
      if (before !== undefined && sameValue(unwrap(before), value)) return [name, before];
      return [name, holdsSecret(before) ? secret(value) : value];
    }),
  );
}

export function secret(value: unknown): Properties {
  return { [signatureKey]: secretSignature, value };
}

/** Names of the properties whose values differ, in alphabetical order. */
export function changedProperties(before: Properties, after: Properties): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !sameValue(before[name], after[name])).sort();
}

/** JSON with the keys sorted: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    isRecord(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

function sameValue(a: unknown, b: unknown): boolean {
  return a === b || canonicalJson(a ?? null) === canonicalJson(b ?? null);
}

function isSecret(value: unknown): value is Properties {
  return isRecord(value) && value[signatureKey] === secretSignature;
}

function holdsSecret(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsSecret);
  if (!isRecord(value)) return false;
  return isSecret(value) || Object.values(value).some(holdsSecret);
}

function unwrap(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrap);
  if (isSecret(value)) return unwrap(value["value"]);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined && item !== null)
      .map(([name, item]) => [name, unwrap(item)]),
  );
}
