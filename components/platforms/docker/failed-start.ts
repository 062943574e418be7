import { listContainers } from "./daemon/containers";
import { type ContainerState, inspectContainer, lastLines } from "./daemon/inspect";
import type { Endpoint } from "./daemon/request";
import { workloadLabels } from "./labels";

/** The server of a workload, as Docker knows it. */
export interface StartedServer {
  readonly stack: string;
  readonly workload: string;
  /** Undefined where only the provider can reach the daemon. */
  readonly daemon: Endpoint | undefined;
  /** The settings' daemon, for the commands that are shown. */
  readonly host?: string;
}

/** What Docker tells of a server that is not ready. */
export interface Diagnosis {
  /** It ended, or answers its health check wrongly: waiting longer is of no use. */
  readonly isBroken: boolean;
  /** For people: what it is doing, its last lines, what to do. */
  readonly text: string;
}

/** Never fails, as it is about another failure. */
export async function diagnose(server: StartedServer): Promise<Diagnosis> {
  const unseen = { isBroken: false, text: withoutDaemon(server) };
  if (server.daemon === undefined) return unseen;
  try {
    return (await diagnoseAt(server.daemon, server)) ?? unseen;
  } catch {
    return unseen;
  }
}

const patience = 3_000;

async function diagnoseAt(daemon: Endpoint, server: StartedServer): Promise<Diagnosis | undefined> {
  const { stack, workload, host } = server;
  const container = (await listContainers(daemon, patience)).find(
    ({ labels }) =>
      labels[workloadLabels.stack] === stack && labels[workloadLabels.workload] === workload,
  );
  if (container === undefined) {
    return { isBroken: false, text: `${workload} has no container yet: its image is on its way.` };
  }
  const state = await inspectContainer(daemon, container.name, patience);
  if (state === undefined) return undefined;
  const lines = await lastLines(daemon, container.name, { lines: 10, timeout: patience });
  const text = [
    `${workload} is not ready: its container ${container.name} is ${describe(state)}.`,
    ...(state.lastCheck === "" ? [] : [`Its health check says: ${state.lastCheck}`]),
    ...(lines.length === 0 ? ["It printed nothing."] : ["Its last lines:"]),
    ...lines.map((line) => `  ${line}`),
    `All of them: ${docker(host)} logs ${container.name}`,
  ].join("\n");
  return { isBroken: isBroken(state), text };
}

/** A server that Docker started anew may be up by now, and ended all the same. */
function isBroken({ status, health, restarts }: ContainerState): boolean {
  return ["exited", "dead"].includes(status) || restarts > 0 || health === "unhealthy";
}

function describe({ status, health, exitCode, restarts, outOfMemory }: ContainerState): string {
  return [
    status === "running" && health !== undefined ? `running and ${health}` : status,
    ...(outOfMemory ? ["ran out of its memory limit"] : []),
    ...(exitCode === 0 ? [] : [`ended with code ${exitCode} the last time`]),
    ...(restarts > 0 ? [`was started anew ${restarts} times`] : []),
  ].join(", ");
}

function withoutDaemon({ workload, stack, host }: StartedServer): string {
  const filters = [
    `--filter label=${workloadLabels.stack}=${stack}`,
    `--filter label=${workloadLabels.workload}=${workload}`,
  ].join(" ");
  const command = docker(host);
  return `${workload} is not ready. Look why: ${command} logs $(${command} ps -aq ${filters})`;
}

function docker(host: string | undefined): string {
  return host === undefined ? "docker" : `docker --host ${host}`;
}
