import type { Progress } from "../../toolchain/progress";
import { UserError } from "../../toolchain/user-error";
import { localEnvironment, withEngine } from "../local/environment";
import { localStack } from "../local/paths";
import { stackExists } from "../local/prepare";
import { ensureEngine } from "../local/tools";
import { Engine } from "./engine";

/**
 * The engine for a stack as it stands, changing nothing.
 * @throws UserError when stack `local` was never started
 */
export async function engineOf(stack: string, progress: Progress): Promise<Engine> {
  if (stack === localStack && !stackExists()) {
    throw new UserError("Stack local is not up. Start it with: npm start");
  }
  const { path, directory } = await ensureEngine(progress);
  const environment =
    stack === localStack ? localEnvironment(directory) : withEngine(process.env, directory);
  return new Engine(path, environment);
}
