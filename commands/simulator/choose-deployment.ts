import { servicesOf } from "../../plan/targets/catalogue";
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
import {
  type SimulatedServices,
  presetFor,
  simulatedServices,
} from "../../simulator/deployment/simulated-services";
import type { ServiceConfig } from "../../simulator/deployment/service-config";
import type { HardwareName } from "../../simulator/model/hardware";
import { UserError } from "../../toolchain/user-error";
import type { SimulateOptions } from "./simulate-options";

export interface ChosenDeployment {
  readonly services: readonly ServiceConfig[];
  readonly preset: HardwareName;
  readonly notSimulated: SimulatedServices["notSimulated"];
  /** What the catalogue knows of each service that is simulated. */
  readonly targets: ReadonlyMap<ServiceName, MeasuredService>;
}

/** @throws {UserError} if OPEA has no file that deploys it */
export function chooseDeployment(options: SimulateOptions): ChosenDeployment {
  const deployment = deploymentOf(options);
  const [problem] = deploymentProblems(deployment, { via: "host" });
  if (problem !== undefined) {
    throw new UserError(`${optionFor[problem.key]} ${problem.found}: ${problem.message}`);
  }
  const measured = servicesOf(deployment, { via: "host", host: "127.0.0.1" }).filter(
    (service) => service.metrics,
  );
  const { simulated, notSimulated } = simulatedServices(
    measured.map(({ name, software, version, hostPort = 0 }) => ({
      name,
      software,
      ...(version !== undefined && { version }),
      port: options.anyPorts ? 0 : hostPort,
    })),
    deployment.release,
  );
  if (!simulated.some(({ role }) => role === "llm")) {
    throw new UserError(
      `The LLM of this deployment (${deployment.engine}) cannot be simulated: choose --engine tgi or vllm.`,
    );
  }
  const { replicas } = options;
  return {
    services: simulated.map((one) => (one.role === "llm" ? { ...one, replicas } : one)),
    preset: presetFor(deployment.hardware),
    notSimulated,
    targets: new Map(measured.map((service) => [service.name, service])),
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
