import { createHash, scryptSync } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { Filled } from "./filled-text";
import { type Secrets, withSecrets } from "./secrets";

/**
 * Changes with any of the contents. The engine cannot keep a replacement trigger secret (3.274 panics
 * in `preview --json` over one that is), so what has a secret in it is hashed slowly, with a salt:
 * who reads the state must not find a short password by trying. Costs some 60 ms.
 */
export function restartHash(
  contents: readonly Filled[],
  secrets: Secrets,
  salt: string,
): pulumi.Output<string> {
  const texts = pulumi.all(contents.map((content) => withSecrets(content, secrets)));
  const secret = contents.flat().some((part) => typeof part !== "string");
  if (!secret) return texts.apply((known) => sha256(JSON.stringify(known)));
  return pulumi.unsecret(texts.apply((known) => slowHash(JSON.stringify(known), salt)));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function slowHash(text: string, salt: string): string {
  const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 ** 2 };
  return scryptSync(text, `chatqna-monitoring/${salt}`, 32, cost).toString("hex");
}
