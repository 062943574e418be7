import { createPrivateKey } from "node:crypto";
import { z } from "zod";
import { kinds } from "./registries";

/** Stands for a secret that is there and whose value is not known, as in a stack's file. */
export const unknownSecret = Symbol("secret");
export type SecretValue = string | typeof unknownSecret;

export function secret(what: string) {
  return secretOf(`${what} is a text, and not empty`, (text) => text !== "");
}

/** Comes to its server in a file, whose ends the server trims: what stands there would be lost. */
export function secretOfFile(what: string) {
  return secretOf(
    `${what} is a text, not empty, without blanks or line ends before or after it`,
    (text) => text !== "" && text === text.trim(),
  );
}

/** As PEM, and not encrypted: nobody is there to type its password. */
export function privateKey() {
  return secretOf(
    'a key is the text of a PEM file without a password, from "-----BEGIN PRIVATE KEY-----" to "-----END PRIVATE KEY-----": pulumi config set --secret takes it with < FILE',
    isPlainKey,
  );
}

function isPlainKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).type === "private";
  } catch {
    return false;
  }
}

/** The cost and the salt are part of the hash; `htpasswd -B` makes one. */
export function bcryptHash() {
  return secretOf(
    'a user has the bcrypt hash of the password, which begins with "$2": htpasswd -nB NAME makes one',
    (text) => /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/.test(text),
  );
}

function secretOf(rule: string, isValid: (text: string) => boolean) {
  return z
    .custom<SecretValue>(
      (value) => value === unknownSecret || (typeof value === "string" && isValid(value)),
    )
    .register(kinds, { label: "secret", rule, secret: true });
}
