import { parseArgs } from "node:util";
import { scenarioNames, scenarios } from "../simulator/scenarios/scenario";
import type { SimulatorState } from "../simulator/control/state";
import { UserError } from "../toolchain/user-error";
import { askSimulator, controlUrl } from "./simulator/control-address";
import { scenarioOf } from "./simulator/simulate-options";
import { formatTable } from "./stack/table";

const help = `npm run scenario [-- <name>] [-- --rate <n>] [-- --control <url>]

Lets a running simulator play another scenario; without a name, says what it does.

${scenarioNames.map((name) => `  ${name.padEnd(16)}${scenarios[name].description}`).join("\n")}

  --rate <n>       Questions a second in scenario steady; the others follow.
  --control <url>  Where the simulator answers. Default ${controlUrl}.
  --help           This text.
`;

/** @returns the exit code. @throws {UserError} for what the user can mend. */
export async function main(args: readonly string[]): Promise<number> {
  const { name, rate, control, wantsHelp } = readOptions(args);
  if (wantsHelp) {
    process.stdout.write(help);
    return 0;
  }
  if (rate !== undefined) await askSimulator(control, "/load", { requestsPerSecond: rate });
  if (name !== undefined) await askSimulator(control, "/scenario", { scenario: scenarioOf(name) });
  process.stdout.write(describe((await askSimulator(control, "/state")) as SimulatorState));
  return 0;
}

function readOptions(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        rate: { type: "string" },
        control: { type: "string", default: controlUrl },
        help: { type: "boolean", default: false },
      },
    });
    if (positionals.length > 1) throw new Error("One scenario at a time.");
    const rate = values.rate === undefined ? undefined : Number(values.rate);
    if (rate !== undefined && !(rate >= 0 && rate <= 1000)) {
      throw new Error(`--rate must be a number, 0 to 1000, found "${values.rate ?? ""}".`);
    }
    return { name: positionals[0], rate, control: values.control, wantsHelp: values.help };
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
