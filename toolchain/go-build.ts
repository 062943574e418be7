import { join } from "node:path";
import { compareVersions } from "./executable-version";
import type { Machine } from "./machine";
import type { Step } from "./progress";
import { findOnPath, ProgramFailed, run } from "./subprocess";
import { Unavailable } from "./unavailable";

/** Executables of one pinned module under `toolchain/go/`. */
export interface GoBuild {
  /** The folder under `toolchain/go/`: its go.mod and go.sum pin every dependency. */
  readonly module: string;
  /** Program name to package. */
  readonly packages: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  /** Full names of the string variables that hold the version, and their values. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Go 1.24 reads `tool` lines; from 1.21 on, an older Go can fetch the one a go.mod asks for. */
const oldestThatFetches = "1.21.0";
/** The highest `go` line in `toolchain/go/`. */
const neededGo = "1.26.7";

let lastBuild: Promise<unknown> = Promise.resolve();

/**
 * Builds into `directory`, with the user's own Go caches. One build at a time: each uses all cores.
 *
 * @throws {Unavailable}
 */
export function buildWithGo(
  machine: Machine,
  builds: readonly GoBuild[],
  directory: string,
  step: Step,
): Promise<void> {
  const build = async (): Promise<void> => {
    const go = await suitableGo(machine);
    for (const one of builds) await buildModule(machine, go, one, directory, step);
  };
  step.detail("waiting for another build");
  const mine = lastBuild.then(build);
  lastBuild = mine.catch(() => undefined);
  return mine;
}

/** @throws {Unavailable} */
export async function suitableGo(machine: Machine): Promise<string> {
  const go = findOnPath(machine, "go");
  if (go === undefined) throw new Unavailable("no go on PATH");
  try {
    // Away from the project: inside a module, an old Go would fetch a newer one just to answer.
    const { stdout } = await run(machine, go, ["env", "GOVERSION", "GOTOOLCHAIN"], { cwd: "/" });
    const [version = "", toolchain = ""] = stdout.split("\n").map((line) => line.trim());
    const objection = objectionToGo(version, toolchain);
    if (objection !== undefined) throw new Unavailable(objection);
    return go;
  } catch (error) {
    if (error instanceof ProgramFailed) throw new Unavailable(error.message);
    throw error;
  }
}

/** Why this Go cannot build our modules; undefined when it can, by itself or by fetching another. */
export function objectionToGo(goVersion: string, toolchain: string): string | undefined {
  const version = /^go(\d+\.\d+(?:\.\d+)?)/.exec(goVersion)?.[1];
  // A development version ("devel go1.27-...") is newer than any release.
  if (version === undefined || compareVersions(version, neededGo) >= 0) return undefined;
  const tooOld = `go ${version} is older than ${neededGo}`;
  if (compareVersions(version, oldestThatFetches) < 0) {
    return `${tooOld} and too old to fetch that by itself`;
  }
  if (toolchain === "auto" || toolchain.endsWith("+auto")) return undefined;
  return `${tooOld}, and GOTOOLCHAIN=${toolchain} forbids it to fetch that`;
}

async function buildModule(
  machine: Machine,
  go: string,
  { module, packages, tags, variables }: GoBuild,
  directory: string,
  step: Step,
): Promise<void> {
  const cwd = join(__dirname, "go", module);
  const names = Object.values(packages);
  // Pure Go, as the projects' own releases are: a C compiler without its headers is no obstacle then.
  const env = { CGO_ENABLED: "0" };
  const selection = ["-mod=readonly", "-tags", tags.join(" ")];
  const setVariables = Object.entries(variables).map(([name, value]) => ` -X ${name}=${value}`);
  try {
    let fetched = 0;
    step.detail("listing Go packages");
    const listed = await run(machine, go, ["list", "-deps", ...selection, ...names], {
      cwd,
      env,
      onErrorLine: (line) => {
        if (!line.startsWith("go: downloading ")) return;
        fetched += 1;
        step.detail(`fetching Go modules, ${fetched} so far`);
      },
    });
    const total = listed.stdout.split("\n").filter((line) => line !== "").length;
    for (const [program, name] of Object.entries(packages)) {
      let compiled = 0;
      step.detail(`building ${program}`);
      const linking = ["-trimpath", "-ldflags", `-s -w${setVariables.join("")}`];
      const output = ["-o", join(directory, program)];
      await run(machine, go, ["build", "-v", ...selection, ...linking, ...output, name], {
        cwd,
        env,
        onErrorLine: () => {
          compiled += 1;
          step.detail(`building ${program}, ${count(compiled)} of ${count(total)} packages`);
        },
      });
    }
  } catch (error) {
    if (error instanceof ProgramFailed) throw new Unavailable(error.message);
    throw error;
  }
}

function count(packages: number): string {
  return packages.toLocaleString("en-US");
}
