import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PlanError } from "../../../plan/plan-error";
import type { Programs } from "../../../plan/plan";
import type { Program } from "../../../plan/workloads/workload";

const projectDirectory = join(__dirname, "..", "..", "..");

/** What `npm start` and `npm run env` write down of the servers they found. */
export const programsFile = join(projectDirectory, ".local", "programs.json");

/** The folder below which a stack on this platform keeps files, data and logs. */
export function stackDirectory(stack: string): string {
  return join(projectDirectory, ".local", "stacks", stack);
}

/** As written to `programs.json`: all but the stand-ins, which are part of the project. */
export type FoundPrograms = Omit<Programs, "simulator" | "replay">;

/** @throws PlanError where nobody has looked for them yet. */
export function readPrograms(): Programs {
  return {
    ...readFoundPrograms(),
    simulator: programOfOurs("simulator", "simulator/main.ts"),
    replay: programOfOurs("replay", "simulator/replay/main.ts"),
  };
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

function programOfOurs(name: string, script: string): Program {
  const loader = join(projectDirectory, "toolchain", "typescript.cjs");
  return {
    name,
    path: process.execPath,
    leadingArgs: ["--require", loader, join(projectDirectory, script)],
    version: process.versions.node,
  };
}
