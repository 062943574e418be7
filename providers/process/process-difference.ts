/** What a change of a process' inputs asks for. Pure: whether it still runs is looked at elsewhere. */
import { createHash } from "node:crypto";

import type { ProcessInputs, WatchedFile } from "./inputs";
import { filesIn } from "./process-inputs";
import { canonicalJson, changedProperties, isUnknown } from "./property-values";
import type { Properties } from "./property-values";

export type Effect =
  | { readonly kind: "nothing" }
  /** Only what we note about the process changes. */
  | { readonly kind: "note" }
  | { readonly kind: "reload" }
  /** The properties that a running process cannot take up. */
  | { readonly kind: "restart"; readonly properties: readonly string[] };

const takenUpAtStart: readonly string[] = [
  "args",
  "environment",
  "logFile",
  "ports",
  "program",
  "registry",
  "workingDirectory",
];

export function effectOfChange(state: Properties, inputs: Properties): Effect {
  const before = Object.fromEntries(
    Object.entries(state).filter(([name]) => name !== "pid" && name !== "startTime"),
  );
  const changed = changedProperties(before, inputs);
  const files = effectOfFiles(filesIn(state), inputs);
  const restart = changed.filter((name) => takenUpAtStart.includes(name));
  if (files === "restart") restart.push("files");
  if (restart.length > 0) return { kind: "restart", properties: restart };
  if (files === "reload") return { kind: "reload" };
  return changed.length > 0 ? { kind: "note" } : { kind: "nothing" };
}

/** The most that any file which changed, came or went asks for. */
function effectOfFiles(
  before: readonly WatchedFile[],
  inputs: Properties,
): WatchedFile["onChange"] {
  // Which files there will be is not known yet: say the least that changes anything.
  if (isUnknown(inputs["files"])) return "nothing";
  const after = filesIn(inputs);
  const changed = [
    ...after.filter((file) => sumOf(before, file.path) !== file.sha256),
    ...before.filter((file) => sumOf(after, file.path) === undefined),
  ].map(({ onChange }) => onChange);
  if (changed.includes("restart")) return "restart";
  return changed.includes("reload") ? "reload" : "nothing";
}

function sumOf(files: readonly WatchedFile[], path: string): string | undefined {
  return files.find((file) => file.path === path)?.sha256;
}

/** Equal for inputs that a running process has taken in alike: it need not be started again. */
export function inputsHash(inputs: ProcessInputs): string {
  const { args, environment, files, logFile, ports, program, workingDirectory } = inputs;
  const sums = files.map(({ path, sha256 }) => ({ path, sha256 }));
  const taken = { args, environment, files: sums, logFile, ports, program, workingDirectory };
  return createHash("sha256").update(canonicalJson(taken)).digest("hex");
}
