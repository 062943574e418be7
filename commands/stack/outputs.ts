import { UserError } from "../../toolchain/user-error";
import type { Engine } from "./engine";

/** What `index.ts` exports, as far as the commands need it. */
export interface StackOutputs {
  readonly prometheusUrl: string;
  readonly prometheusAccess?: { readonly username: string; readonly password: string };
  readonly prometheusCaFile?: string;
  readonly alertmanagerUrl?: string;
  readonly grafanaUrl?: string;
  readonly dashboards?: readonly { readonly uid: string; readonly title: string }[];
  /** Those of the plan, without Prometheus itself. */
  readonly targets: readonly unknown[];
  readonly notes: readonly string[];
}

/** @throws UserError when the stack is not up, or is not a stack of this project. */
export async function readOutputs(engine: Engine, stack: string): Promise<StackOutputs> {
  const args = ["stack", "output", "--json", "--show-secrets", "--stack", stack];
  const { code, stdout, stderr } = await engine.capture(args);
  if (code !== 0) throw new UserError(`Stack ${stack} cannot be read: ${stderr.trim()}`);
  const outputs = JSON.parse(stdout) as Partial<StackOutputs>;
  if (outputs.prometheusUrl === undefined) {
    throw new UserError(`Stack ${stack} is not up. Start it with: npm start${stackFlag(stack)}`);
  }
  return { notes: [], targets: [], ...outputs, prometheusUrl: outputs.prometheusUrl };
}

function stackFlag(stack: string): string {
  return stack === "local" ? "" : ` -- --stack ${stack}`;
}
