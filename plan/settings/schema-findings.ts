import type { z } from "zod";
import type { Finding } from "./finding";
import { nameMessage, unknownKey, valueMessage } from "./messages";
import { settingsSchema } from "./schema";
import { schemaAt } from "./schema-walk";
import { type SettingPath, valueAt, without } from "./setting-path";

type Issue = z.core.$ZodIssue;
type RawSettings = Readonly<Record<string, unknown>>;

/** What the schema refuses, in our words; zod's own never reach a user. */
export function schemaFindings(
  issues: readonly Issue[],
  raw: RawSettings,
  isSecret: (topLevelKey: string) => boolean,
): readonly Finding[] {
  return issues.flatMap((issue): readonly Finding[] => {
    const path = pathOf(issue);
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        path: [...path, key],
        ...unknownKey(settingsSchema, path, key),
      }));
    }
    if (issue.code === "invalid_key") {
      const parent = schemaAt(settingsSchema, path.slice(0, -1)) ?? settingsSchema;
      return [{ path, message: nameMessage(parent, String(path.at(-1))) }];
    }
    const schema = schemaAt(settingsSchema, path) ?? settingsSchema;
    const mayShow = !isSecret(String(path[0]));
    return [{ path, message: valueMessage(schema, valueAt(raw, path), mayShow) }];
  });
}

/**
 * The settings without what the schema refuses, so that the checks of several settings can look at
 * the rest. A list with a bad entry goes as a whole: its other entries would change their numbers.
 */
export function withoutRefused(raw: RawSettings, issues: readonly Issue[]): RawSettings {
  const refused = issues.flatMap((issue): readonly SettingPath[] => {
    const path = pathOf(issue);
    if (issue.code === "unrecognized_keys") return issue.keys.map((key) => [...path, key]);
    return [valueAt(raw, path) === undefined ? path.slice(0, -1) : path];
  });
  return refused.reduce((settings, path) => without(settings, outsideLists(path)), raw);
}

function outsideLists(path: SettingPath): SettingPath {
  const list = path.findIndex((key) => typeof key === "number");
  return list < 0 ? path : path.slice(0, list);
}

function pathOf(issue: Issue): SettingPath {
  return issue.path.map((key) => (typeof key === "symbol" ? String(key) : key));
}

/** The first of each path: a value may break several rules of its kind, and is reported once. */
export function distinct(findings: readonly Finding[]): readonly Finding[] {
  const paths = findings.map(({ path }) => JSON.stringify(path));
  return findings.filter((_, position) => paths.indexOf(paths[position] ?? "") === position);
}
