import { X509Certificate } from "node:crypto";
import { z } from "zod";
import { kinds } from "./registries";

/** One certificate or several, one after the other, as PEM. */
export function certificates() {
  const rule =
    'a certificate is the text of a PEM file, from "-----BEGIN CERTIFICATE-----" to "-----END CERTIFICATE-----"';
  return z
    .string()
    .refine((text) => pemFault(text) === undefined)
    .register(kinds, {
      label: "PEM text",
      rule,
      shows: (value) => (typeof value === "string" ? `a text of ${lines(value)}` : undefined),
      explain: (value) => (typeof value === "string" ? pemFault(value) : undefined),
    });
}

const block = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;

function pemFault(text: string): string | undefined {
  const blocks = [...text.matchAll(block)];
  if (blocks.length === 0) {
    return /^\/\S*$/.test(text.trim())
      ? "a certificate is a text here, not the path of its file: pulumi config set takes the text with < FILE"
      : undefined;
  }
  for (const [pem, kind = ""] of blocks) {
    if (kind.endsWith("PRIVATE KEY")) {
      return "a certificate is public, and this is a private key. Remove it from here, and make another where others saw it";
    }
    if (kind !== "CERTIFICATE") return `a certificate is no ${kind}`;
    if (!isReadable(pem))
      return "a certificate's text is damaged: openssl x509 -noout -text shows where";
  }
  return undefined;
}

function isReadable(pem: string): boolean {
  try {
    return new X509Certificate(pem).fingerprint256 !== "";
  } catch {
    return false;
  }
}

function lines(text: string): string {
  const count = text.trimEnd().split("\n").length;
  return count === 1 ? "one line" : `${count} lines`;
}
