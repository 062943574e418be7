import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PlanError } from "../../../plan/plan-error";
import type { Programs } from "../../../plan/plan";

const projectDirectory = join(__dirname, "..", "..", "..");

/** What `npm start` and `npm run env` write down of the servers they found. */
export const programsFile = join(projectDirectory, ".local", "programs.json");

/** The folder below which a stack on this platform keeps files, data and logs. */
export function stackDirectory(stack: string): string {
  return join(projectDirectory, ".local", "stacks", stack);
}

/** As written to `programs.json`: all but the replay server, which is part of the project. */
export type FoundPrograms = Omit<Programs, "replay">;

/** @throws PlanError where nobody has looked for them yet. */
export function readPrograms(): Programs {
  return { ...readFoundPrograms(), replay: replayProgram() };
}

function readFoundPrograms(): FoundPrograms {
  try {
    return JSON.parse(readFileSync(programsFile, "utf8")) as FoundPrograms;
  } catch {
    throw new PlanError(
      `It is not known which Prometheus to run (no readable ${programsFile}).\n` +
        `Find or fetch it with: eval "$(npm run -s env)"`,
    );
  }
}

function replayProgram(): Programs["replay"] {
  const loader = join(projectDirectory, "toolchain", "typescript.cjs");
  const script = join(projectDirectory, "simulator", "replay", "main.ts");
  return {
    name: "replay",
    path: process.execPath,
    leadingArgs: ["--require", loader, script],
    version: process.versions.node,
  };
}
