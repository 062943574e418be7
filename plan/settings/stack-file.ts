import { type YAMLError, parseDocument } from "yaml";
import { unknownSecret } from "./secret-kinds";
import { rawKey } from "./misplaced";
import { type ParseResult, parseSettings } from "./parse-settings";
import type { Problem } from "./problem";
import { namespace } from "./schema";

/**
 * Checks the text of `Pulumi.<stack>.yaml` without the engine. An encrypted secret counts as there;
 * its value is not known, and not among the secrets of the result.
 */
export function readStackFile(yamlText: string, stack: string): ParseResult {
  const document = parseDocument(yamlText, { prettyErrors: true, logLevel: "silent" });
  if (document.errors.length > 0) {
    return { ok: false, problems: document.errors.map(yamlProblem) };
  }
  const config = configOf(document);
  if (!config.ok) return config;
  const raw = Object.entries(config.settings).flatMap(([key, value]) => {
    const name = rawKey(key);
    return name === undefined ? [] : [[name, withoutCiphertext(value)] as const];
  });
  // Here a secret is told from plain text by itself, wherever it stands.
  return parseSettings(Object.fromEntries(raw), { stack, isSecret: () => false });
}

type Config =
  | { readonly ok: true; readonly settings: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly problems: readonly Problem[] };

function configOf(document: { toJS: () => unknown }): Config {
  const wrong = (key: string, message: string): Config => ({
    ok: false,
    problems: [{ key, message }],
  });
  let content: unknown;
  try {
    content = document.toJS();
  } catch {
    return wrong("the file", "has an alias that leads nowhere, or too many of them.");
  }
  if (content === null || content === undefined) return { ok: true, settings: {} };
  if (!isMap(content)) return wrong("the file", "is no map; its settings stand under config:.");
  const { config } = content;
  if (config === null || config === undefined) return { ok: true, settings: {} };
  if (!isMap(config)) {
    return wrong("config", `is no map; under it stand settings, like ${namespace}:prometheus.`);
  }
  return { ok: true, settings: config };
}

/** What Pulumi encrypted stands as `{ secure: <ciphertext> }`. */
function withoutCiphertext(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutCiphertext);
  if (!isMap(value)) return value;
  if (Object.keys(value).length === 1 && typeof value["secure"] === "string") return unknownSecret;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, withoutCiphertext(child)]),
  );
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const yamlFaults: Readonly<Partial<Record<YAMLError["code"], string>>> = {
  BAD_INDENT: "is not indented like the lines around it",
  DUPLICATE_KEY: "has a key that stands above already",
  MISSING_CHAR: "lacks a quote, a bracket, a colon or a space after one",
  TAB_AS_INDENT: "is indented with a tab; YAML wants spaces",
  BLOCK_AS_IMPLICIT_KEY: "has a second key on the same line, or is indented too far",
  MULTIPLE_DOCS: "begins a second document; a stack's file has one",
};

/** The parser's own messages repeat the text, and a secret may stand in it. */
function yamlProblem(error: YAMLError): Problem {
  const line = error.linePos?.[0].line;
  return {
    key: line === undefined ? "the file" : `line ${line}`,
    message: `${yamlFaults[error.code] ?? "is not valid YAML"}.`,
  };
}
