import { ConfigError, ConfigFields, parseConfig } from "../program/config-fields";
import type { RecordingName } from "./recordings";
import { recordingNames } from "./recordings";

/** What `main.ts --config` reads, as JSON. */
export interface ReplayConfig {
  /** Questions put to ChatQnA per second, 0 to 1,000; 0 leaves every service fresh. */
  readonly requestsPerSecond: number;
  readonly services: readonly ReplayedService[];
}

export interface ReplayedService {
  /** For messages; unique. */
  readonly name: string;
  readonly recording: RecordingName;
  /** On 127.0.0.1. 0: any free port, told at the start. */
  readonly port: number;
}

/**
 * Reads and checks a configuration; `source` is its name in messages.
 * @throws ConfigError with all problems
 */
export function readConfig(json: string, source: string): ReplayConfig {
  const problems: string[] = [];
  const root = new ConfigFields(parseConfig(json, source), "", problems);
  root.allow(["requestsPerSecond", "services"]);
  const config: ReplayConfig = {
    requestsPerSecond: root.number("requestsPerSecond", { from: 0, to: 1000 }),
    services: root.list("services").map((fields) => readService(fields)),
  };
  problems.push(...repeatedNames(config), ...repeatedPorts(config));
  if (problems.length > 0) {
    throw new ConfigError(problems.map((problem) => `${source}: ${problem}`));
  }
  return config;
}

function readService(fields: ConfigFields): ReplayedService {
  fields.allow(["name", "recording", "port"]);
  return {
    name: fields.text("name"),
    recording: fields.oneOf("recording", recordingNames),
    port: fields.port("port"),
  };
}

function repeatedNames({ services }: ReplayConfig): readonly string[] {
  return services.flatMap(({ name }, index) => {
    const first = services.findIndex((other) => other.name === name);
    return first === index || name === ""
      ? []
      : [`services[${index}].name: ${JSON.stringify(name)} is the name of services[${first}] too`];
  });
}

function repeatedPorts({ services }: ReplayConfig): readonly string[] {
  const users = services
    .map(({ port }, index) => ({ path: `services[${index}].port`, port }))
    .filter(({ port }) => port > 0);
  return users.flatMap(({ path, port }, index) => {
    const first = users.findIndex((other) => other.port === port);
    const other = users[first];
    return first === index || other === undefined
      ? []
      : [`${path}: ${port} is the port of ${other.path} too`];
  });
}
