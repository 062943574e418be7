import type { Finding } from "./finding";
import type { SecretKey } from "../workloads/workload";
import { settingsSchema } from "./schema";
import { type Schema, childSchema, kindOf } from "./schema-walk";
import { type SettingPath, pathText } from "./setting-path";

/** A value that stands where the schema has a secret. */
export interface FoundSecret {
  readonly path: SettingPath;
  readonly value: unknown;
}

/** Every secret of the settings, also of settings that are not valid. */
export function secretsIn(raw: Readonly<Record<string, unknown>>): readonly FoundSecret[] {
  return secretsBelow(settingsSchema, raw, []);
}

/** Those that stand in plain text, with what to do about it. */
export function plainTextFindings(
  secrets: readonly FoundSecret[],
  isSecret: (topLevelKey: string) => boolean,
): readonly Finding[] {
  return secrets
    .filter(
      ({ path, value }) => typeof value === "string" && value !== "" && !isSecret(String(path[0])),
    )
    .map(({ path }) => ({ path, message: plainTextMessage(path) }));
}

/** By their key, those whose value is known. */
export function secretValues(secrets: readonly FoundSecret[]): Readonly<Record<SecretKey, string>> {
  return Object.fromEntries(
    secrets.flatMap(({ path, value }) =>
      typeof value === "string" ? [[pathText(path), value] as const] : [],
    ),
  );
}

function plainTextMessage(path: SettingPath): string {
  return (
    "is a secret in plain text. Encrypt it, and change it where it was published:\n" +
    `pulumi config set --secret --path 'chatqna-monitoring:${pathText(path)}'`
  );
}

function secretsBelow(schema: Schema, value: unknown, path: SettingPath): readonly FoundSecret[] {
  if (kindOf(schema)?.secret === true) return value === undefined ? [] : [{ path, value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, below]: [string, unknown]) => {
    const key = Array.isArray(value) ? Number(name) : name;
    const child = childSchema(schema, key);
    return child === undefined ? [] : secretsBelow(child, below, [...path, key]);
  });
}
