import { parseArgs } from "node:util";
import { scenarios } from "../simulator/scenarios/scenario";
import { scenarioNames } from "../simulator/scenarios/scenario-names";
import type { SimulatorState } from "../simulator/control/state";
import { UserError } from "../toolchain/user-error";
import { simulatorOfStack } from "./simulator/choose-deployment";
import { askSimulator, controlUrlOf, usualControlUrl } from "./simulator/control-address";
import { scenarioOf } from "./simulator/simulate-options";
import { formatTable } from "./stack/table";

const help = `npm run scenario [-- [<name>] [--rate <n>] [--stack <name> | --control <url>]]

Lets a running simulator play another scenario; without a name, says what it does.

${scenarioNames.map((name) => `  ${name.padEnd(16)}${scenarios[name].description}`).join("\n")}

  --rate <n>       Questions a second in scenario steady; the others follow.
  --stack <name>   The simulator that a stack watches, where its settings put it.
  --control <url>  Where the simulator answers. Default ${usualControlUrl}.
  --help           This text.
`;

/** @returns the exit code. @throws {UserError} for what the user can mend. */
export async function main(args: readonly string[]): Promise<number> {
  const { scenario, rate, stack, control: url, wantsHelp } = readOptions(args);
  if (wantsHelp) {
    process.stdout.write(help);
    return 0;
  }
  const control = stack === undefined ? (url ?? usualControlUrl) : controlOfStack(stack);
  if (rate !== undefined) await askSimulator(control, "/load", { requestsPerSecond: rate });
  if (scenario !== undefined) await askSimulator(control, "/scenario", { scenario });
  process.stdout.write(describe((await askSimulator(control, "/state")) as SimulatorState));
  return 0;
}

function controlOfStack(stack: string): string {
  const { bind, controlPort } = simulatorOfStack(stack).access;
  return controlUrlOf(bind, controlPort);
}

function readOptions(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        rate: { type: "string" },
        stack: { type: "string" },
        control: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    if (positionals.length > 1) throw new Error("One scenario at a time.");
    const rate = values.rate === undefined ? undefined : Number(values.rate);
    if (rate !== undefined && !(rate >= 0 && rate <= 1000)) {
      throw new Error(`--rate must be a number, 0 to 1000, found "${values.rate ?? ""}".`);
    }
    const { stack, control, help: wantsHelp } = values;
    if (stack !== undefined && control !== undefined) {
      throw new Error("Either --stack or --control.");
    }
    if (control !== undefined && !URL.canParse(control)) {
      throw new Error(`--control must be a URL like ${usualControlUrl}, found "${control}".`);
    }
    const [name] = positionals;
    const scenario = name === undefined ? undefined : scenarioOf(name);
    return { scenario, rate, stack, control, wantsHelp };
  } catch (error) {
    throw new UserError(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
}

function describe({ scenario, rate, lag, documents, services }: SimulatorState): string {
  const late =
    lag > 0.1 ? `The machine is too slow for it: it was ${lag.toFixed(1)} s late.\n` : "";
  return (
    `Scenario ${scenario}: ${rate.toFixed(2)} questions a second, ${documents} documents.\n${late}` +
    formatTable([
      ["service", "url", "state"],
      ...services.map((service) => [service.name, service.url, stateText(service)]),
    ])
  );
}

function stateText(service: SimulatorState["services"][number]): string {
  const { running, failing, slowdown, metrics } = service;
  const troubles = [
    ...(running ? [] : ["down"]),
    ...(failing > 0 ? [`fails ${100 * failing} %`] : []),
    ...(slowdown === 1 ? [] : [`${slowdown} times slower`]),
    ...(metrics === "none" ? [] : [`metrics ${metrics}`]),
  ];
  return troubles.length === 0 ? "up" : troubles.join(", ");
}
