import type { RecordingName } from "./recordings";
import { isRecordingName, recordings } from "./recordings";

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

/** Everything that is wrong with a configuration, one line each. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "ConfigError";
  }
}

/**
 * Reads and checks a configuration; `source` is its name in messages. By hand, since loading a schema library takes longer than all
 * else the replay does before it listens.
 * @throws ConfigError with all problems
 */
export function readConfig(json: string, source: string): ReplayConfig {
  const problems: string[] = [];
  const root = new Fields(parse(json, source), "", problems);
  root.allow(["requestsPerSecond", "services"]);
  const config: ReplayConfig = {
    requestsPerSecond: root.number("requestsPerSecond", { from: 0, to: 1000, whole: false }),
    services: root.list("services").map(readService),
  };
  problems.push(...repeatedNames(config), ...repeatedPorts(config));
  if (problems.length > 0) {
    throw new ConfigError(problems.map((problem) => `${source}: ${problem}`));
  }
  return config;
}

function parse(json: string, source: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError([`${source}: not JSON: ${reason}`]);
  }
}

function readService(fields: Fields): ReplayedService {
  fields.allow(["name", "recording", "port"]);
  return {
    name: fields.text("name"),
    recording: fields.recording("recording"),
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

/**
 * The fields of one JSON object. A field that is wrong adds to the problems and reads as a neutral
 * value, so that all problems are found in one pass.
 */
class Fields {
  private readonly fields: Readonly<Record<string, unknown>>;
  /** What is no object is one problem, not one for each field it lacks. */
  private readonly silent: boolean;

  constructor(
    value: unknown,
    private readonly path: string,
    private readonly problems: string[],
  ) {
    this.fields = isObject(value) ? value : {};
    this.silent = !isObject(value);
    if (this.silent) {
      problems.push(
        `${path === "" ? "the configuration" : path}: must be an object${found(value)}`,
      );
    }
  }

  allow(names: readonly string[]): void {
    for (const name of Object.keys(this.fields).filter((field) => !names.includes(field))) {
      this.problem(name, `unknown; known are ${names.join(", ")}`);
    }
  }

  text(name: string): string {
    const value = this.fields[name];
    if (typeof value === "string" && value !== "") return value;
    this.problem(name, `must be a text that is not empty${found(value)}`);
    return "";
  }

  number(name: string, { from, to, whole }: { from: number; to: number; whole: boolean }): number {
    const value = this.fields[name];
    const fits = typeof value === "number" && value >= from && value <= to;
    if (fits && (!whole || Number.isInteger(value))) return value;
    this.problem(name, `must be a ${whole ? "whole " : ""}number, ${from} to ${to}${found(value)}`);
    return 0;
  }

  port(name: string): number {
    return this.number(name, { from: 0, to: 65535, whole: true });
  }

  recording(name: string): RecordingName {
    const value = this.fields[name];
    if (typeof value === "string" && isRecordingName(value)) return value;
    this.problem(name, `must be one of ${Object.keys(recordings).join(", ")}${found(value)}`);
    return "vllm-0.10.2";
  }

  list(name: string): readonly Fields[] {
    const value = this.fields[name];
    if (!Array.isArray(value) || value.length === 0) {
      this.problem(name, `must be a list with at least one item${found(value)}`);
      return [];
    }
    return value.map((item, index) => new Fields(item, `${name}[${index}]`, this.problems));
  }

  private problem(name: string, text: string): void {
    if (this.silent) return;
    this.problems.push(`${this.path === "" ? name : `${this.path}.${name}`}: ${text}`);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function found(value: unknown): string {
  return value === undefined ? ", is missing" : `, found ${JSON.stringify(value)}`;
}
