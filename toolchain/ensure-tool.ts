import { sourcesOf } from "./artifacts";
import { addEntry, exclusively, prepareCache } from "./cache";
import { failedAttemptFile, forgetFailure, recentFailure, rememberFailure } from "./failed-attempt";
import { findTool } from "./find-tool";
import type { Machine } from "./machine";
import { thisMachine } from "./machine";
import type { Progress, Step } from "./progress";
import type { Missing, Tool, ToolName } from "./tool";
import { toolCatalogue } from "./tool-catalogue";
import { Unavailable } from "./unavailable";

export interface EnsureOptions {
  readonly progress: Progress;
  /** False: look, but neither download nor build. */
  readonly obtain: boolean;
  /** Default: the one this runs on. */
  readonly machine?: Machine;
}

/**
 * Finds a tool, or obtains it: environment variable, PATH, cache, official release, distribution
 * package, Go build. What is there already takes milliseconds.
 *
 * @throws {UserError} when the tool's environment variable is set to something else, or when there
 * is something to obtain and nowhere to put it.
 */
export async function ensureTool(name: ToolName, options: EnsureOptions): Promise<Tool | Missing> {
  const machine = options.machine ?? thisMachine();
  const { artifact, retryAfterHours, remedy, obtainedBy, onlyOn } = toolCatalogue[name];
  if (onlyOn !== undefined && machine.platform !== onlyOn) {
    return { name, tried: [`it is used on ${onlyOn} only`], remedy: "It is left out here." };
  }
  const search = await findTool(machine, name);
  if ("tool" in search) return search.tool;

  const earlier =
    retryAfterHours === undefined ? undefined : recentFailure(machine, artifact, retryAfterHours);
  if (earlier !== undefined) {
    const when = new Date(earlier.at).toISOString().slice(0, 16).replace("T", " ");
    const again = `Tried at ${when} UTC and not again within ${retryAfterHours ?? 0} hours, unless you remove ${failedAttemptFile(machine, artifact.name)}.`;
    return { name, tried: [...search.tried, ...earlier.tried], remedy: `${remedy} ${again}` };
  }
  if (!options.obtain) {
    return { name, tried: search.tried, remedy: `${obtainedBy} obtains it.` };
  }

  prepareCache(machine);
  const failures = await obtainOnce(machine, name, options.progress);
  const obtained = await findTool(machine, name);
  if ("tool" in obtained) {
    const { tool } = obtained;
    return tool.from === "cache" && tool.origin !== undefined
      ? { ...tool, from: tool.origin }
      : tool;
  }
  const tried = [...search.tried, ...failures];
  if (retryAfterHours !== undefined) {
    const { version } = artifact;
    rememberFailure(machine, artifact.name, { at: machine.now(), version, tried: failures });
  }
  return { name, tried, remedy };
}

/** All of them, side by side where they do not need each other; the answers in the same order. */
export async function ensureTools<const Names extends readonly ToolName[]>(
  names: Names,
  options: EnsureOptions,
): Promise<{ -readonly [Index in keyof Names]: Tool | Missing }> {
  const machine = options.machine ?? thisMachine();
  // A wrong environment variable ends everything, so it must come out before a build begins.
  await Promise.all(names.map((name) => findTool(machine, name)));
  const results = new Map<ToolName, Tool | Missing>();
  // What another tool's artifact may contain is looked for only once that one has been obtained.
  const isLater = (name: ToolName): boolean => toolCatalogue[name].alsoIn.length > 0;
  for (const later of [false, true]) {
    const wave = names.filter((name) => isLater(name) === later);
    const found = await Promise.all(wave.map((name) => ensureTool(name, options)));
    for (const one of found) results.set(one.name, one);
  }
  return names.map((name) => results.get(name)) as {
    -readonly [Index in keyof Names]: Tool | Missing;
  };
}

/** Prometheus and promtool come in one artifact: whoever is second waits for the first. */
const running = new Map<string, Promise<readonly string[]>>();

function obtainOnce(
  machine: Machine,
  name: ToolName,
  progress: Progress,
): Promise<readonly string[]> {
  const { artifact } = toolCatalogue[name];
  const key = `${machine.cache} ${artifact.name}`;
  const current = running.get(key);
  if (current !== undefined) return current;
  const mine = obtain(machine, name, progress).finally(() => running.delete(key));
  running.set(key, mine);
  return mine;
}

/** @returns why each source could not give it, the last being the one that did, if any, left out. */
async function obtain(
  machine: Machine,
  name: ToolName,
  progress: Progress,
): Promise<readonly string[]> {
  const { artifact } = toolCatalogue[name];
  try {
    return await progress.run(`obtaining ${artifact.name}`, (step) =>
      exclusively(
        machine,
        artifact.name,
        () => fromFirstSource(machine, name, step),
        (pid) => {
          step.detail(`waiting for process ${pid}, which is at it`);
        },
      ),
    );
  } catch (error) {
    if (error instanceof NoSource) return error.failures;
    throw error;
  }
}

/** Every source failed; thrown so that the step shows as failed. */
class NoSource extends Error {
  constructor(readonly failures: readonly string[]) {
    super(failures.join("; "));
  }
}

async function fromFirstSource(
  machine: Machine,
  name: ToolName,
  step: Step,
): Promise<readonly string[]> {
  const { artifact, objection } = toolCatalogue[name];
  // Another process may have obtained it while this one waited.
  if ("tool" in (await findTool(machine, name))) return [];
  const failures: string[] = [];
  for (const { source, obtain: fill } of sourcesOf(machine, artifact, objection)) {
    try {
      await addEntry(machine, artifact.name, (directory) => fill(directory, step));
      forgetFailure(machine, artifact.name);
      return failures;
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      failures.push(`${source}: ${error.message}`);
    }
  }
  throw new NoSource(failures);
}
