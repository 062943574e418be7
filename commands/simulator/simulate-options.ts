import { isIP } from "node:net";
import { parseArgs } from "node:util";
import { nearest } from "../../plan/settings/nearest";
import { durationPattern, parseDuration } from "../../plan/settings/quantity";
import { usualControlPort } from "../../simulator/control/control-port";
import type { Act } from "../../simulator/history/write-history";
import { scenarios } from "../../simulator/scenarios/scenario";
import { isScenarioName, scenarioNames } from "../../simulator/scenarios/scenario-names";
import { UserError } from "../../toolchain/user-error";

const scenarioLines = scenarioNames
  .map((name) => `    ${name.padEnd(16)}${scenarios[name].description}`)
  .join("\n");

export const simulateHelp = `npm run simulate [-- options]

Simulates a ChatQnA: every service answers over HTTP at the port that docker compose would publish,
with the metrics of the real server, and clients of its own put questions to it.

  --stack <name>      As the settings of a stack with targets.chatqna.via: simulator say. Without any
                      other option.
  --release <r>       OPEA's release. Default 1.5.
  --hardware <h>      xeon, gaudi, epyc, rocm or nvidia. Default xeon.
  --engine <e>        tgi or vllm. Default: what OPEA starts there.
  --vector-store <v>  redis, qdrant, ... Default redis. The store itself is not simulated.
  --no-rerank         Without the reranker.
  --guardrails        With guardrails (Gaudi only).
  --replicas <n>      LLM servers side by side, at consecutive ports. Default 1.
  --scenario <s>      What happens. Default steady. Switch later with: npm run scenario
${scenarioLines}
  --rate <n>          Questions a second in scenario steady. Default: 40 % of what it can do.
  --no-clients        Nobody asks but you.
  --seed <n>          Same seed, same run. Default 1.
  --bind <address>    IP address to listen on. Default 127.0.0.1. Nothing here asks for a password.
  --any-ports         Whatever ports are free.
  --control-port <n>  Where the simulator itself answers. Default ${usualControlPort}.
  --history <file>    Serves nothing: writes what Prometheus would have scraped, in OpenMetrics, for
                      promtool tsdb create-blocks-from openmetrics. --scenario may then be given many
                      times and with a time: --scenario steady:5h --scenario overload:1h
  --start <time>      When the history begins, as 2026-01-31T08:00:00Z. Default: so that it ends now.
  --help              This text.

Exit code: 0 when it was ended by Ctrl-C or the history is written, 1 when something is wrong.
`;

export interface SimulateOptions {
  /** Given alone. The other options then mean nothing. */
  readonly stack: string | undefined;
  readonly release: string;
  readonly hardware: string;
  readonly engine: string | undefined;
  readonly vectorStore: string;
  readonly rerank: boolean;
  readonly guardrails: boolean;
  readonly replicas: number;
  /** At least one. */
  readonly acts: readonly Act[];
  readonly rate: number | undefined;
  readonly clients: boolean;
  readonly seed: number;
  readonly bind: string;
  readonly anyPorts: boolean;
  readonly controlPort: number;
  readonly history: string | undefined;
  /** Unix time in seconds. */
  readonly start: number | undefined;
}

export function readSimulateOptions(args: readonly string[]): SimulateOptions | "help" {
  const values = parse(args);
  if (values.help) return "help";
  refuseBesideStack(values.stack, args);
  const history = values.history;
  return {
    stack: values.stack,
    release: values.release,
    hardware: values.hardware,
    engine: values.engine,
    vectorStore: values["vector-store"],
    rerank: !values["no-rerank"],
    guardrails: values.guardrails,
    replicas: wholeNumber("--replicas", values.replicas, 1, 1000),
    acts: readActs(values.scenario ?? ["steady"], history !== undefined),
    rate: values.rate === undefined ? undefined : rateOf(values.rate),
    clients: !values["no-clients"],
    seed: wholeNumber("--seed", values.seed, 0, 2 ** 31),
    bind: addressOf(values.bind),
    anyPorts: values["any-ports"],
    controlPort: wholeNumber("--control-port", values["control-port"], 0, 65_535),
    history,
    start: values.start === undefined ? undefined : timeOf(values.start),
  };
}

function parse(args: readonly string[]) {
  const flag = { type: "boolean", default: false } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        stack: { type: "string" },
        release: { type: "string", default: "1.5" },
        hardware: { type: "string", default: "xeon" },
        engine: { type: "string" },
        "vector-store": { type: "string", default: "redis" },
        "no-rerank": flag,
        guardrails: flag,
        replicas: { type: "string", default: "1" },
        scenario: { type: "string", multiple: true },
        rate: { type: "string" },
        "no-clients": flag,
        seed: { type: "string", default: "1" },
        bind: { type: "string", default: "127.0.0.1" },
        "any-ports": flag,
        "control-port": { type: "string", default: String(usualControlPort) },
        history: { type: "string" },
        start: { type: "string" },
        help: flag,
      },
    }).values;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new UserError(`${problem}\n\n${simulateHelp}`);
  }
}

function refuseBesideStack(stack: string | undefined, args: readonly string[]): void {
  const options = args.filter((one) => one.startsWith("--"));
  if (stack === undefined || options.length === 1) return;
  throw new UserError(
    `--stack takes everything from the settings of stack ${stack}; leave the other options out.`,
  );
}

/** `overload:30m`; six hours where no time is given. */
function readActs(texts: readonly string[], forHistory: boolean): readonly Act[] {
  if (!forHistory && texts.length > 1) {
    throw new UserError("--scenario can be given once only, unless a --history is written.");
  }
  return texts.map((text) => {
    const [name = "", duration] = text.split(":");
    if (duration !== undefined && !forHistory) {
      throw new UserError(`--scenario ${text}: a time means something with --history only.`);
    }
    return { scenario: scenarioOf(name), seconds: secondsOf(text, duration ?? "6h") };
  });
}

export function scenarioOf(name: string): Act["scenario"] {
  if (isScenarioName(name)) return name;
  const close = nearest(name, scenarioNames);
  const hint = close === undefined ? "" : ` Did you mean ${close}?`;
  throw new UserError(
    `There is no scenario "${name}".${hint} There are: ${scenarioNames.join(", ")}.`,
  );
}

function secondsOf(text: string, duration: string): number {
  const seconds = durationPattern.test(duration) ? parseDuration(duration) / 1000 : 0;
  if (seconds >= 60 && seconds <= 30 * 86_400) return seconds;
  throw new UserError(`--scenario ${text}: the time must be between 1m and 30d, as in steady:5h.`);
}

function wholeNumber(option: string, text: string, from: number, to: number): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isInteger(value) && value >= from && value <= to) return value;
  throw new UserError(`${option} must be a whole number, ${from} to ${to}, found "${text}".`);
}

function rateOf(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value > 0 && value <= 1000) return value;
  throw new UserError(`--rate must be a number above 0, up to 1000, found "${text}".`);
}

function addressOf(text: string): string {
  if (isIP(text) > 0) return text;
  throw new UserError(`--bind must be an IP address of this machine, found "${text}".`);
}

function timeOf(text: string): number {
  const time = Date.parse(text);
  if (!Number.isNaN(time)) return time / 1000;
  throw new UserError(`--start must be a time as 2026-01-31T08:00:00Z, found "${text}".`);
}
