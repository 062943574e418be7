import type { HardwareName } from "../model/hardware";
import { type Role, type ServiceConfig, type Software, roles, softwareOf } from "./service-config";

/** A service of a deployment that serves `/metrics`. */
export interface ServiceToSimulate {
  /** As the settings call it: `llm`, `embedding-wrapper`. */
  readonly name: string;
  readonly software: Software | "qdrant" | "milvus";
  /** As its image tag has it. Left out where OPEA's files do not say. */
  readonly version?: string;
  readonly port: number;
}

export interface SimulatedServices {
  readonly simulated: readonly ServiceConfig[];
  /** Services that have no model here, with the reason in words. */
  readonly notSimulated: readonly { readonly name: string; readonly reason: string }[];
}

/** What runs where OPEA's files name no version: what its last release has. */
const usualVersion = { tgi: "2.4.0", vllm: "0.10.1", tei: "1.7" } as const;

/** @param release of OPEA, the version of its own services */
export function simulatedServices(
  services: readonly ServiceToSimulate[],
  release: string,
): SimulatedServices {
  const simulated: ServiceConfig[] = [];
  const notSimulated: { name: string; reason: string }[] = [];
  for (const { name, software, version, port } of services) {
    const role = roles.find((known) => known === name);
    if (role === undefined || !plays(role, software)) {
      notSimulated.push({ name, reason: `the simulator has no model of ${name} (${software})` });
      continue;
    }
    const own = software === "opea" ? release : (version ?? usualVersion[software]);
    simulated.push({ role, software, version: own, port, replicas: 1 });
  }
  return { simulated, notSimulated };
}

function plays(role: Role, software: ServiceToSimulate["software"]): software is Software {
  return softwareOf[role].some((known) => known === software);
}

/** The preset for a hardware of OPEA's: the nearest there is. */
export function presetFor(hardware: string): HardwareName {
  if (hardware === "gaudi") return "gaudi2";
  return hardware === "nvidia" || hardware === "rocm" ? "gpu" : "xeon";
}
