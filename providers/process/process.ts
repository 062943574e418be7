/** `process:index:Process`: a process of the host that outlives the engine. */
import type { ListenAddress, ProcessInputs } from "./inputs";
import { launch } from "./launch";
import { endOfLog } from "./log-file";
import { absolutePath, nonEmptyText, numberBetween, object, wholeNumberBetween } from "./parse";
import type { Failure, Reader } from "./parse";
import { obstaclesAt, requireFreePorts } from "./ports";
import { effectOfChange, inputsHash } from "./process-difference";
import { portsIn, processFailures, processInputs } from "./process-inputs";
import { interrupted, notReady, notReloaded } from "./process-messages";
import { isUnknown } from "./property-values";
import type { Properties } from "./property-values";
import { waitUntilReady } from "./readiness";
import type { Ending } from "./readiness";
import { findRegistered, forget, isAlive, listRegistry, note, stopRegistered } from "./registry";
import type { RegisteredProcess, RegistryEntry } from "./registry";
import { reload } from "./reload";
import { typed } from "./resource-kind";
import type { ResourceKind } from "./resource-kind";
import { isRunning } from "./start-time";
import type { ProcessIdentity } from "./start-time";
import { stopProcess } from "./stop";

/** What the state says of the running process, whatever version of this provider wrote it. */
interface Recorded extends ProcessIdentity {
  readonly registry: string;
  readonly stopGraceSeconds: number;
}

const recorded: Reader<Recorded> = object<Recorded>(
  {
    pid: wholeNumberBetween(1, Number.MAX_SAFE_INTEGER),
    startTime: nonEmptyText,
    registry: absolutePath,
    stopGraceSeconds: numberBetween(0, Number.MAX_SAFE_INTEGER),
  },
  {},
  "ignored",
);

export const processKind: ResourceKind = {
  // Two at a time would want the same ports and the same data.
  deleteBeforeReplace: true,

  async check(inputs, previous) {
    const failures = processFailures(inputs);
    return failures.length > 0 ? failures : takenPorts(inputs, previous);
  },

  async diff(urn, state, inputs) {
    const { registry, ...identity } = typed(recorded, state);
    if (!(await isRunning(identity))) return { changes: true, replaces: ["pid"] };
    const effect = effectOfChange(state, inputs);
    if (effect.kind === "restart") return { changes: true, replaces: effect.properties };
    const entry = await findRegistered(registry, urn);
    return { changes: effect.kind !== "nothing" || entry?.state === "reloading", replaces: [] };
  },

  async create(urn, inputs, interruption) {
    const wanted = typed(processInputs, inputs);
    const identity =
      (await takeOver(urn, wanted, interruption)) ?? (await start(urn, wanted, interruption));
    return { id: String(identity.pid), state: withIdentity(inputs, identity) };
  },

  async read(urn, state) {
    const found = typed(recorded, state);
    if (await isRunning(found)) return state;
    const entry = await findRegistered(found.registry, urn);
    if (entry !== undefined && !(await isAlive(entry))) await forget(entry);
    return undefined;
  },

  async update(urn, state, inputs, interruption) {
    const identity = typed(recorded, state);
    const wanted = typed(processInputs, inputs);
    const entry = entryFor(urn, wanted, identity);
    const noted = await findRegistered(wanted.registry, urn);
    if (effectOfChange(state, inputs).kind === "reload" || noted?.state === "reloading") {
      await note(wanted.registry, { ...entry, state: "reloading" });
      await reloadOrFail(wanted, identity, interruption);
    }
    await note(wanted.registry, entry);
    return withIdentity(inputs, identity);
  },

  async delete(urn, state) {
    const found = typed(recorded, state);
    await stopProcess(found, found.stopGraceSeconds);
    const entry = await findRegistered(found.registry, urn);
    if (entry !== undefined) await stopRegistered(entry, found.stopGraceSeconds);
  },
};

/**
 * The new ports that another program holds, told before anything of the stack is touched. A port of
 * a process of ours does not count: that process is about to be stopped, or to move.
 */
async function takenPorts(inputs: Properties, previous: Properties): Promise<readonly Failure[]> {
  const had = new Set(portsIn(previous).map(addressOf));
  const wanted = portsIn(inputs).filter((listen) => !had.has(addressOf(listen)));
  const { registry } = inputs;
  if (wanted.length === 0 || typeof registry !== "string" || isUnknown(registry)) return [];
  const ours = new Set((await listRegistry(registry)).map(({ pid }) => pid));
  const obstacles = await obstaclesAt(wanted, ours);
  return obstacles.map((obstacle) => ({
    property: "",
    reason: `${obstacle}. Stop the other program, or choose another port or address in the settings.`,
  }));
}

function addressOf({ address, port }: ListenAddress): string {
  return `${address} ${port}`;
}

/**
 * The process that a run which was cut off has started for this resource, once it is ready and if
 * it has all the inputs that are wanted now; one with others, or one that does not get ready, is
 * stopped to make room.
 */
async function takeOver(
  urn: string,
  wanted: ProcessInputs,
  interruption: AbortSignal,
): Promise<ProcessIdentity | undefined> {
  const entry = await findRegistered(wanted.registry, urn);
  if (entry === undefined) return undefined;
  if (entry.state !== "reloading" && entry.inputsHash === inputsHash(wanted)) {
    const ready = await waitUntilReady(wanted.readiness, endingOf(entry), interruption);
    if (ready.kind === "ready") return note(wanted.registry, { ...entry, state: "running" });
    if (ready.kind === "interrupted") throw interrupted();
  }
  await stopRegistered(entry, wanted.stopGraceSeconds);
  return undefined;
}

async function start(
  urn: string,
  wanted: ProcessInputs,
  interruption: AbortSignal,
): Promise<ProcessIdentity> {
  await requireFreePorts(wanted.name, wanted.ports);
  const launched = await launch(wanted, async (identity) => {
    await note(wanted.registry, { ...entryFor(urn, wanted, identity), state: "starting" });
  });
  const entry: RegisteredProcess = {
    ...entryFor(urn, wanted, launched),
    registry: wanted.registry,
  };
  const ready = await waitUntilReady(wanted.readiness, launched.ending, interruption);
  if (ready.kind !== "ready") {
    await stopRegistered(entry, wanted.stopGraceSeconds);
    throw await notReady(wanted, ready, launched.log);
  }
  return note(wanted.registry, entry);
}

async function reloadOrFail(
  wanted: ProcessInputs,
  identity: ProcessIdentity,
  interruption: AbortSignal,
): Promise<void> {
  // `check` lets no file that is to be reloaded pass without it.
  if (wanted.reload === undefined) return;
  const log = await endOfLog(wanted.logFile);
  const process = { pid: identity.pid, ending: endingOf(identity) };
  const result = (await isRunning(identity))
    ? await reload(process, wanted.reload, wanted.readiness, interruption)
    : ({ kind: "ended", how: "by itself" } as const);
  if (result.kind !== "reloaded") throw await notReloaded(wanted, result, log);
}

/** For a process that is not our child: that it ended can be seen, how it did cannot. */
function endingOf(identity: ProcessIdentity): Ending {
  return async () => ((await isRunning(identity)) ? undefined : "by itself");
}

function entryFor(
  urn: string,
  wanted: ProcessInputs,
  { pid, startTime }: ProcessIdentity,
): RegistryEntry {
  return {
    urn,
    name: wanted.name,
    pid,
    startTime,
    program: wanted.program,
    inputsHash: inputsHash(wanted),
    state: "running",
  };
}

function withIdentity(inputs: Properties, { pid, startTime }: ProcessIdentity): Properties {
  return { ...inputs, pid, startTime };
}
