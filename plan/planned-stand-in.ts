import { usualControlPort } from "../simulator/control/control-port";
import { presetFor } from "../simulator/deployment/simulated-services";
import { replayedServices } from "./replayed-services";
import type { ChatQnASettings, Simulator } from "./settings/settings";
import { listed } from "./settings/nearest";
import { simulatedChatQnA } from "./simulated-chatqna";
import { servicesOf } from "./targets/catalogue";
import type { Deployment } from "./targets/deployment";
import { reachOf } from "./targets/planned-targets";
import { replayWorkload } from "./workloads/replay";
import { simulatorWorkload } from "./workloads/simulator";
import type { Program, Workload } from "./workloads/workload";

interface StandIn {
  readonly workloads: readonly Workload[];
  readonly notes: readonly string[];
}

/** What plays ChatQnA on this machine, where the settings ask for a stand-in. */
export function planHostStandIn(
  stack: string,
  chatqna: ChatQnASettings | undefined,
  programs: { readonly simulator: Program; readonly replay: Program },
): StandIn {
  if (chatqna === undefined) return { workloads: [], notes: [] };
  const { access } = chatqna;
  if (access.via === "simulator") {
    return planSimulator(stack, chatqna, access, programs.simulator);
  }
  if (access.via === "replay") {
    return planReplay(chatqna, programs.replay, access.requestsPerSecond);
  }
  return { workloads: [], notes: [] };
}

/** A simulator is no container. Where one is to be watched from containers, somebody starts it. */
export function standInNotes(stack: string, chatqna: ChatQnASettings | undefined) {
  if (chatqna?.access.via !== "simulator") return [];
  return [
    `${nothingReal(chatqna.deployment, "a simulator plays")} ` +
      `Start it on the Docker host: npm run simulate -- --stack ${stack}`,
    ...absenceNotes(chatqna),
  ];
}

function planSimulator(
  stack: string,
  chatqna: ChatQnASettings,
  access: Simulator,
  program: Program,
): StandIn {
  const { deployment } = chatqna;
  const { simulated: services } = simulatedChatQnA(chatqna);
  const hardware = presetFor(deployment.hardware);
  const isUsual = access.controlPort === usualControlPort && access.bind === "127.0.0.1";
  return {
    workloads: [simulatorWorkload({ program, access, hardware, services })],
    notes: [
      `${nothingReal(deployment, "a simulator plays")}\n` +
        `Make it busy:   npm run scenario -- overload${isUsual ? "" : ` --stack ${stack}`}`,
      ...absenceNotes(chatqna),
    ],
  };
}

function planReplay(
  chatqna: ChatQnASettings,
  program: Program,
  requestsPerSecond: number,
): StandIn {
  const { played, notPlayed } = replayedServices(chatqna);
  return {
    workloads:
      played.length === 0 ? [] : [replayWorkload({ program, requestsPerSecond, services: played })],
    notes: [
      nothingReal(chatqna.deployment, "recorded bodies play"),
      ...notPlayed.map(({ name, reason }) => `${name} stays down: ${reason}.`),
    ],
  };
}

function nothingReal({ release, hardware, engine, vectorStore }: Deployment, who: string): string {
  return (
    `No real ChatQnA is watched: ${who} ChatQnA ${release} on ${hardware} ` +
    `with ${engine} and ${vectorStore}. docs/targets.md says how to watch yours.`
  );
}

function absenceNotes(chatqna: ChatQnASettings): readonly string[] {
  const { deployment, access } = chatqna;
  const absent = [
    ...simulatedChatQnA(chatqna).notSimulated.map(({ name }) => name),
    ...servicesOf(deployment, reachOf(access)).flatMap(({ metrics, name }) =>
      metrics ? [] : [name],
    ),
  ];
  return absent.length === 0 ? [] : [`Not simulated, and not watched: ${listed(absent)}.`];
}
