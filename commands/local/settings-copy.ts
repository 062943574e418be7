import { parseDocument } from "yaml";

/**
 * The engine writes into a stack's settings file (`encryptionsalt`) and removing the stack deletes
 * it. So stack `local` runs on a copy of the committed file. This decides what the copy must be.
 *
 * Settings made with `pulumi config set` land in the copy and are kept, as long as the committed
 * file has not changed as well.
 */
export type CopyPlan =
  | { readonly action: "keep" }
  | { readonly action: "write"; readonly text: string }
  | { readonly action: "conflict" };

export interface Copies {
  readonly committed: string;
  /** The copy, and the committed text it was made from. Undefined before the first run. */
  readonly copy?: { readonly text: string; readonly base: string };
}

export function planCopy({ committed, copy }: Copies): CopyPlan {
  if (copy === undefined) return { action: "write", text: committed };
  if (copy.base === committed) return { action: "keep" };
  if (hasOwnSettings(copy)) return { action: "conflict" };
  return { action: "write", text: withGenerated(committed, copy.text) };
}

/** Whether the copy holds settings that neither the committed file nor we put there. */
export function hasOwnSettings(copy: { readonly text: string; readonly base: string }): boolean {
  return settingsOf(withGenerated(copy.base, copy.text)) !== settingsOf(copy.text);
}

/** Generated at the first start, as Pulumi secrets, where the committed settings have none. */
export const generatedSecrets = [
  "chatqna-monitoring:grafana.adminPassword",
  "chatqna-monitoring:grafana.secretKey",
] as const;

/** What the engine and the first start add to the copy. */
const generatedPaths = [["encryptionsalt"], ...generatedSecrets.map(pathOf)];

export function missingSecrets(copy: string): readonly string[] {
  const document = parseDocument(copy);
  return generatedSecrets.filter((key) => !document.hasIn(pathOf(key)));
}

function pathOf(key: string): readonly string[] {
  return ["config", ...key.split(".")];
}

function withGenerated(committed: string, copy: string): string {
  const target = parseDocument(committed);
  const source = parseDocument(copy);
  for (const path of generatedPaths) {
    const value: unknown = source.getIn(path);
    if (value !== undefined && !target.hasIn(path)) target.setIn(path, value);
  }
  return target.toString({ lineWidth: 0 });
}

/** Without comments, layout and the order of keys. */
function settingsOf(text: string): string {
  const { config } = (parseDocument(text).toJS() ?? {}) as { config?: unknown };
  return JSON.stringify(sorted(config ?? {}));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, field]) => [key, sorted(field)]));
}
