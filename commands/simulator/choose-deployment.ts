import type { ChatQnASettings, Simulator } from "../../plan/settings/settings";
import { measuredServices, simulatedChatQnA } from "../../plan/simulated-chatqna";
import {
  type Deployment,
  type ServiceName,
  engines,
  hardwareKinds,
  releases,
  vectorStores,
} from "../../plan/targets/deployment";
import { deploymentProblems } from "../../plan/targets/deployment-problems";
import { variantsOf } from "../../plan/targets/releases";
import type { MeasuredService } from "../../plan/targets/service";
import { type SimulatedServices, presetFor } from "../../simulator/deployment/simulated-services";
import type { ServiceConfig } from "../../simulator/deployment/service-config";
import type { HardwareName } from "../../simulator/model/hardware";
import { UserError } from "../../toolchain/user-error";
import { checkSettings } from "../stack/check-settings";
import type { SimulateOptions } from "./simulate-options";

export interface ChosenDeployment {
  readonly services: readonly ServiceConfig[];
  readonly preset: HardwareName;
  readonly notSimulated: SimulatedServices["notSimulated"];
  /** What the catalogue knows of each service that is simulated. */
  readonly targets: ReadonlyMap<ServiceName, MeasuredService>;
}

/**
 * What the settings of a stack have a simulator be.
 * @throws {UserError} if they are wrong, or watch no simulator
 */
export function simulatorOfStack(stack: string): ChatQnASettings & { readonly access: Simulator } {
  const settings = checkSettings(stack);
  if (settings === undefined) {
    throw new UserError(
      `There are no settings of a stack ${stack}: Pulumi.${stack}.yaml, or npm start.`,
    );
  }
  const { chatqna } = settings.targets;
  if (chatqna?.access.via === "simulator") return { ...chatqna, access: chatqna.access };
  throw new UserError(
    `Stack ${stack} watches no simulator: its settings do not have targets.chatqna.via: simulator.`,
  );
}

/** @throws {UserError} if OPEA has no file that deploys it */
export function chooseDeployment(options: SimulateOptions): ChosenDeployment {
  const deployment = deploymentOf(options);
  const [problem] = deploymentProblems(deployment, { via: "host" });
  if (problem !== undefined) {
    throw new UserError(`${optionFor[problem.key]} ${problem.found}: ${problem.message}`);
  }
  const { simulated, notSimulated } = simulatedChatQnA({ deployment, services: {} });
  if (!simulated.some(({ role }) => role === "llm")) {
    throw new UserError(
      `The LLM of this deployment (${deployment.engine}) cannot be simulated: choose --engine tgi or vllm.`,
    );
  }
  const { anyPorts, replicas } = options;
  return {
    services: simulated.map(({ port, ...one }) => ({
      ...one,
      port: anyPorts ? 0 : port,
      replicas: one.role === "llm" ? replicas : 1,
    })),
    preset: presetFor(deployment.hardware),
    notSimulated,
    targets: new Map(measuredServices(deployment).map((service) => [service.name, service])),
  };
}

const optionFor: Readonly<Record<keyof Deployment | "via", string>> = {
  release: "--release",
  hardware: "--hardware",
  engine: "--engine",
  vectorStore: "--vector-store",
  rerank: "--no-rerank:",
  guardrails: "--guardrails:",
  faqgen: "faqgen",
  via: "via",
};

function deploymentOf(options: SimulateOptions): Deployment {
  const release = wordOf("--release", options.release, releases);
  const hardware = wordOf("--hardware", options.hardware, hardwareKinds);
  const usual = variantsOf(release, hardware, "host")[0]?.variant.engine ?? "vllm";
  return {
    release,
    hardware,
    engine: options.engine === undefined ? usual : wordOf("--engine", options.engine, engines),
    vectorStore: wordOf("--vector-store", options.vectorStore, vectorStores),
    rerank: options.rerank,
    guardrails: options.guardrails,
    faqgen: false,
  };
}

function wordOf<T extends string>(option: string, found: string, allowed: readonly T[]): T {
  const word = allowed.find((one) => one === found);
  if (word !== undefined) return word;
  throw new UserError(`${option} must be one of ${allowed.join(", ")}, found "${found}".`);
}
