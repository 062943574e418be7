import type { SecretKey } from "../workloads/workload";
import { crossFindings } from "./cross-checks";
import { completeSettings } from "./complete-settings";
import type { Finding } from "./finding";
import { isMisplaced, misplacedProblem } from "./misplaced";
import type { Problem } from "./problem";
import { type ParsedSettings, namespace, settingsSchema } from "./schema";
import { distinct, schemaFindings, withoutRefused } from "./schema-findings";
import { plainTextFindings, secretValues, secretsIn } from "./secrets";
import { areRelated, pathText } from "./setting-path";
import type { Settings } from "./settings";

export interface SettingsContext {
  readonly stack: string;
  /** Whether a secret stands below a top-level key: then no text below it is ever shown. */
  readonly isSecret: (topLevelKey: string) => boolean;
}

export type ParseResult =
  | {
      readonly ok: true;
      readonly settings: Settings;
      /** By the key of their references, those whose value is known. */
      readonly secrets: Readonly<Record<SecretKey, string>>;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Checks a user's settings and fills in the defaults. All problems are found at once: what is not
 * valid alone is put aside, and the rest is still checked against each other.
 *
 * @param raw top-level key (without the namespace) to value; keys of another namespace that are meant
 *   for us, as `rawKey` makes them
 */
export function parseSettings(
  raw: Readonly<Record<string, unknown>>,
  context: SettingsContext,
): ParseResult {
  const { own, misplaced } = separated(raw);
  const secrets = secretsIn(own);
  const outcome = settingsSchema.safeParse(own);
  const single = distinct([
    ...plainTextFindings(secrets, context.isSecret),
    ...(outcome.success ? [] : schemaFindings(outcome.error.issues, own, context.isSecret)),
  ]);
  const sound = outcome.success ? outcome.data : soundPart(own);
  const findings = [...single, ...(sound === undefined ? [] : crossProblems(sound, single))];
  if (sound !== undefined && findings.length + misplaced.length === 0) {
    const settings = completeSettings(sound, context.stack);
    return { ok: true, settings, secrets: secretValues(secrets) };
  }
  return { ok: false, problems: [...misplaced, ...findings.map(problemOf)] };
}

function separated(raw: Readonly<Record<string, unknown>>) {
  const entries = Object.entries(raw);
  return {
    own: Object.fromEntries(entries.filter(([key]) => !isMisplaced(key))),
    misplaced: entries.flatMap(([key]) => (isMisplaced(key) ? [misplacedProblem(key)] : [])),
  };
}

/** Taking something away may leave its parent incomplete, which then goes as well. */
function soundPart(raw: Readonly<Record<string, unknown>>): ParsedSettings | undefined {
  let rest = raw;
  for (let depth = 0; depth < 10; depth += 1) {
    const outcome = settingsSchema.safeParse(rest);
    if (outcome.success) return outcome.data;
    rest = withoutRefused(rest, outcome.error.issues);
  }
  return undefined;
}

function crossProblems(sound: ParsedSettings, broken: readonly Finding[]): readonly Finding[] {
  const unsure = broken.flatMap(({ path, meant }) =>
    meant === undefined ? [path] : [path, meant],
  );
  return crossFindings(sound).filter(({ path, involves }) =>
    [path, ...involves].every((one) => !unsure.some((other) => areRelated(one, other))),
  );
}

function problemOf({ path, message }: Finding): Problem {
  return { key: `${namespace}:${pathText(path)}`, message };
}
