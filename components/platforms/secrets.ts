import * as pulumi from "@pulumi/pulumi";
import type { SecretKey } from "../../plan/workloads/workload";
import type { Filled, SecretHole } from "./filled-text";

/** The values of the settings' secrets, as Pulumi secrets. */
export type Secrets = Readonly<Record<SecretKey, pulumi.Output<string>>>;

/** The text with its secrets in place: a Pulumi secret where it has any. */
export function withSecrets(filled: Filled, secrets: Secrets): pulumi.Input<string> {
  if (filled.every((part) => typeof part === "string")) return filled.join("");
  const parts = filled.map((part) => (typeof part === "string" ? part : valueOf(part, secrets)));
  return pulumi.all(parts).apply((known) => known.join(""));
}

export function valueOf(hole: SecretHole, secrets: Secrets): pulumi.Output<string> {
  const value = secrets[hole.secret];
  if (value === undefined) throw new Error(`The plan uses ${hole.secret}, which has no value.`);
  return value;
}
