import { isIP } from "node:net";
import {
  type Role,
  type ServiceConfig,
  roles,
  softwareNames,
  softwareOf,
} from "../deployment/service-config";
import { chatShape } from "../deployment/workload-shape";
import { hardwareNames } from "../model/hardware";
import { ConfigError, ConfigFields, parseConfig } from "../program/config-fields";
import { scenarioNames } from "../scenarios/scenario-names";
import type { LiveConfig } from "./live-config";

/**
 * Reads and checks what `main.ts --config` is given; `source` is its name in messages.
 * @throws ConfigError with all problems
 */
export function readLiveConfig(json: string, source: string): LiveConfig {
  const problems: string[] = [];
  const root = new ConfigFields(parseConfig(json, source), "", problems);
  root.allow([
    "bind",
    "controlPort",
    "seed",
    "hardware",
    "scenario",
    "clients",
    "requestsPerSecond",
    "truthCapacity",
    "services",
  ]);
  const requestsPerSecond = root.optionalNumber("requestsPerSecond", { from: 0, to: 1000 });
  const config: LiveConfig = {
    bind: root.addressOr("bind", "127.0.0.1", (text) => isIP(text) > 0),
    controlPort: root.port("controlPort"),
    seed: root.optionalNumber("seed", { from: 0, to: 2 ** 31, whole: true }) ?? 1,
    hardware: root.oneOf("hardware", hardwareNames),
    scenario: root.oneOf("scenario", scenarioNames, "steady"),
    clients: root.flagOr("clients", true),
    ...(requestsPerSecond !== undefined && { requestsPerSecond }),
    truthCapacity:
      root.optionalNumber("truthCapacity", { from: 1, to: 1_000_000, whole: true }) ?? 10_000,
    shape: chatShape,
    services: root.list("services").map((fields) => readService(fields)),
  };
  problems.push(...repeatedRoles(config), ...repeatedPorts(config));
  if (problems.length > 0) {
    throw new ConfigError(problems.map((problem) => `${source}: ${problem}`));
  }
  return config;
}

function readService(fields: ConfigFields): ServiceConfig {
  fields.allow(["role", "software", "version", "port", "replicas"]);
  const role = fields.oneOf("role", roles);
  const software = fields.oneOf("software", softwareNames);
  if (!softwareOf[role].includes(software)) {
    fields.problem("software", `${role} is played by ${softwareOf[role].join(" or ")}`);
  }
  const replicas = fields.optionalNumber("replicas", { from: 1, to: 1000, whole: true }) ?? 1;
  if (replicas > 1 && role !== "llm") fields.problem("replicas", "only llm can have more than one");
  return { role, software, version: fields.text("version"), port: fields.port("port"), replicas };
}

function repeatedRoles({ services }: LiveConfig): readonly string[] {
  const seen = new Set<Role>();
  return services.flatMap(({ role }, index) => {
    const known = seen.has(role);
    seen.add(role);
    return known ? [`services[${index}].role: there is a ${role} already`] : [];
  });
}

/** Replicas have the ports after the first one. */
function repeatedPorts({ services, controlPort }: LiveConfig): readonly string[] {
  const users = new Map<number, string>([[controlPort, "controlPort"]]);
  return services.flatMap(({ port, replicas }, index) => {
    if (port === 0) return [];
    const path = `services[${index}].port`;
    for (let own = port; own < port + replicas; own++) {
      const other = users.get(own);
      if (other !== undefined) return [`${path}: ${own} is the port of ${other} too`];
      users.set(own, path);
    }
    return [];
  });
}
