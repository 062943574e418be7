import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { cachedEntries } from "./cache";
import { executableVersion } from "./executable-version";
import type { Machine } from "./machine";
import { findOnPath, isExecutable, ProgramFailed } from "./subprocess";
import type { Source, Tool, ToolName } from "./tool";
import { toolCatalogue } from "./tool-catalogue";
import { UserError } from "./user-error";

/** The tool where the machine has it; otherwise the places looked at, each with its outcome. */
export type Search = { readonly tool: Tool } | { readonly tried: readonly string[] };

/**
 * Looks where a tool may be already: environment variable, PATH, cache.
 *
 * @throws {UserError} when the environment variable is set but does not name the tool: whoever sets
 * it wants that one and no other.
 */
export async function findTool(machine: Machine, name: ToolName): Promise<Search> {
  const named = await fromEnvironment(machine, name);
  if (named !== undefined) return { tool: named };
  const onPath = await fromPath(machine, name);
  if (typeof onPath !== "string") return { tool: onPath };
  const cached = fromCache(machine, name);
  if (cached !== undefined) return { tool: cached };
  return { tried: [`PATH: ${onPath}`] };
}

async function fromEnvironment(machine: Machine, name: ToolName): Promise<Tool | undefined> {
  const { variable } = toolCatalogue[name];
  const value = variable === undefined ? undefined : machine.env[variable];
  if (variable === undefined || value === undefined || value === "") return undefined;
  const found = await inspect(machine, name, resolve(value), "environment");
  if (typeof found !== "string") return found;
  throw new UserError(
    `${variable} is set to ${value}, but ${found}. Correct it, or unset it to have the tool looked for.`,
  );
}

/** The tool, or why what is on PATH will not do. */
async function fromPath(machine: Machine, name: ToolName): Promise<Tool | string> {
  const { program, alsoCalled = [] } = toolCatalogue[name];
  const path = [program, ...alsoCalled]
    .map((one) => findOnPath(machine, one))
    .find((one) => one !== undefined);
  if (path === undefined) return `no ${program}`;
  const places = program === "grafana" ? grafanaHomes(path) : [path, realpathSync(path)];
  let objection = "";
  for (const place of places) {
    const found = await inspect(machine, name, place, "PATH");
    if (typeof found !== "string") return found;
    objection ||= found;
  }
  return objection;
}

/** The release has `bin/` in its home; the packages put the home elsewhere than the program. */
function grafanaHomes(program: string): string[] {
  const prefix = dirname(dirname(realpathSync(program)));
  return [prefix, join(prefix, "share", "grafana")];
}

function fromCache(machine: Machine, name: ToolName): Tool | undefined {
  const { program, companions, objection, artifact, alsoIn } = toolCatalogue[name];
  const entry = [artifact, ...alsoIn]
    .flatMap((one) => cachedEntries(machine, one.name))
    .find((one) => one.programs[program] !== undefined && objection(one.version) === undefined);
  if (entry === undefined || companions.some((one) => entry.programs[one] === undefined)) {
    return undefined;
  }
  const executable = join(entry.directory, entry.programs[program] ?? "");
  return {
    name,
    version: entry.version,
    path: program === "grafana" ? entry.directory : executable,
    directory: dirname(executable),
    from: "cache",
    origin: entry.origin,
    ...(entry.assets === undefined || program !== "prometheus"
      ? {}
      : { assets: join(entry.directory, entry.assets) }),
  };
}

/** The tool at a place (a file, or a directory that contains it), or what is wrong with that. */
async function inspect(
  machine: Machine,
  name: ToolName,
  place: string,
  from: Source,
): Promise<Tool | string> {
  const { program, companions, objection } = toolCatalogue[name];
  if (!existsSync(place)) return "nothing is there";
  const executable = program === "grafana" ? grafanaIn(place) : programAt(place, program);
  if (executable === undefined) return `${place} is no Grafana home (bin/grafana, conf/, public/)`;
  if (!existsSync(executable)) return `there is no ${program} in that directory`;
  if (!isExecutable(executable)) return `${executable} is not executable`;
  const directory = dirname(executable);
  const absent = companions.find((one) => !isExecutable(join(directory, one)));
  if (absent !== undefined) return `${executable} has no ${absent} beside it`;
  const version = await versionOf(machine, name, executable);
  if ("problem" in version) return `${executable} ${version.problem}`;
  const reason = objection(version.is);
  if (reason !== undefined) return `${executable} is ${version.is}, ${reason}`;
  const path = program === "grafana" ? place : executable;
  return { name, version: version.is, path, directory, from };
}

function programAt(place: string, program: string): string {
  return statSync(place).isDirectory() ? join(place, program) : place;
}

function grafanaIn(home: string): string | undefined {
  if (!["conf", "public"].every((folder) => existsSync(join(home, folder)))) return undefined;
  return ["grafana", "grafana-server"]
    .map((program) => join(home, "bin", program))
    .find((path) => existsSync(path));
}

async function versionOf(
  machine: Machine,
  name: ToolName,
  executable: string,
): Promise<{ is: string } | { problem: string }> {
  const { program } = toolCatalogue[name];
  try {
    const version = await executableVersion(machine, program, executable);
    if (version !== undefined) return { is: version };
    return { problem: `does not say that it is a ${program} and of which version` };
  } catch (error) {
    if (error instanceof ProgramFailed) return { problem: `does not run (${error.message})` };
    throw error;
  }
}
