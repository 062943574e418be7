import { delimiter } from "node:path";
import { pathToFileURL } from "node:url";
import { local, localStack } from "./paths";

/**
 * What a plain `pulumi` needs to work on stack `local`, beside the engine's folder on PATH: the
 * stack's own backend, passphrase and settings file.
 *
 * Plugins are never downloaded: the local provider lies in the project, and for every other
 * provider package in node_modules the engine would ask the network at each run.
 */
export function localVariables(): Readonly<Record<string, string>> {
  return {
    // The stack is made in another folder (see prepare.ts), so that none is selected in this one.
    PULUMI_STACK: localStack,
    PULUMI_BACKEND_URL: pathToFileURL(local.backend).href,
    PULUMI_CONFIG_PASSPHRASE_FILE: local.passphrase,
    PULUMI_HOME: local.pulumiHome,
    PULUMI_OPTION_CONFIG_FILE: local.settings,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

/** The environment of a `pulumi` on stack `local`. */
export function localEnvironment(engineDirectory: string): NodeJS.ProcessEnv {
  const inherited = withEngine(process.env, engineDirectory);
  // Set, it would go before the file with the stack's own passphrase.
  delete inherited["PULUMI_CONFIG_PASSPHRASE"];
  return { ...inherited, ...localVariables() };
}

/** The environment of a `pulumi` on any other stack: the user's own, with the engine found. */
export function withEngine(
  environment: NodeJS.ProcessEnv,
  engineDirectory: string,
): NodeJS.ProcessEnv {
  const path = environment["PATH"] ?? "";
  return { ...environment, PATH: `${engineDirectory}${delimiter}${path}` };
}
