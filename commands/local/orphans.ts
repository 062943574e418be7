import { join } from "node:path";
import { stackDirectory } from "../../components/platforms/process/programs";
import {
  type RegisteredProcess,
  listRegistry,
  stopRegistered,
} from "../../providers/process/registry";
import type { Engine } from "../stack/engine";
import { localStack } from "./paths";

/**
 * Stops what a killed engine has left: a process that was started before its resource was in the
 * state, and that no later run took over. Only the provider's registry knows of it.
 */
export async function sweepOrphans(engine: Engine): Promise<void> {
  const registered = await listRegistry(registryDirectory());
  if (registered.length === 0) return;
  const known = await resourcesInState(engine);
  await stopAll(registered.filter(({ urn }) => !known.has(urn)));
}

/** Stops whatever the registry still lists: for when the stack itself is gone. */
export async function stopEverything(): Promise<void> {
  await stopAll(await listRegistry(registryDirectory()));
}

async function stopAll(processes: readonly RegisteredProcess[]): Promise<void> {
  for (const entry of processes) {
    process.stderr.write(
      `Stopping ${entry.name} (pid ${entry.pid}), left by an interrupted run.\n`,
    );
    await stopRegistered(entry, graceSeconds);
  }
}

const graceSeconds = 30;

function registryDirectory(): string {
  return join(stackDirectory(localStack), "registry");
}

async function resourcesInState(engine: Engine): Promise<ReadonlySet<string>> {
  const { stdout } = await engine.capture(["stack", "export", "--stack", localStack]);
  const state = JSON.parse(stdout) as {
    deployment: { resources?: readonly { urn: string }[] };
  };
  return new Set((state.deployment.resources ?? []).map(({ urn }) => urn));
}
