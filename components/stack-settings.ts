import * as pulumi from "@pulumi/pulumi";
import { formatProblems } from "../plan/settings/problem";
import { parseSettings } from "../plan/settings/parse-settings";
import { readPulumiConfig } from "../plan/settings/pulumi-config";
import type { Settings } from "../plan/settings/settings";
import type { Secrets } from "./platforms/secrets";

/**
 * The settings of the running stack, and the values of its secrets.
 * @throws pulumi.RunError with every problem of the settings, before anything is registered
 */
export function settingsOfStack(stack: string): { settings: Settings; secrets: Secrets } {
  const { raw, isSecret } = readPulumiConfig(pulumi.runtime.allConfig(), secretKeys());
  const parsed = parseSettings(raw, { stack, isSecret });
  if (!parsed.ok) {
    throw new pulumi.RunError(formatProblems(`Pulumi.${stack}.yaml`, parsed.problems));
  }
  const secrets = Object.entries(parsed.secrets).map(([key, value]) => [key, pulumi.secret(value)]);
  return { settings: parsed.settings, secrets: Object.fromEntries(secrets) as Secrets };
}

/** The SDK tells a secret key only one at a time and with a warning; this is where it looks. */
function secretKeys(): readonly string[] {
  return JSON.parse(process.env["PULUMI_CONFIG_SECRET_KEYS"] ?? "[]") as readonly string[];
}
