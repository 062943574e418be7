import { z } from "zod";
import { listed, nearest } from "./nearest";
import { kinds } from "./registries";

/*
 * The kinds of values that settings have. zod decides what is valid; what is said about an invalid
 * value stands in `kinds`, so that no word of zod's reaches a user. Here the general ones; the
 * others are in `network-kinds.ts`, `quantity-kinds.ts`, `name-kinds.ts` and `secret-kinds.ts`.
 */

export function flag() {
  const rule = "a switch is true or false, without quotes";
  const words: Readonly<Record<string, boolean>> = {
    yes: true,
    on: true,
    true: true,
    no: false,
    off: false,
    false: false,
  };
  return z.boolean().register(kinds, {
    label: "true or false",
    rule,
    explain: (value) => {
      const meant = typeof value === "string" ? words[value.toLowerCase()] : undefined;
      return meant === undefined ? undefined : `${rule}. Write ${meant}`;
    },
  });
}

export function oneOf<const Values extends readonly string[]>(values: Values) {
  const rule =
    values.length === 1 ? `only ${listed(values)} is allowed` : `allowed are ${listed(values)}`;
  return z.enum(values).register(kinds, {
    label: listed(values, "or"),
    rule,
    explain: (value) => {
      const close = typeof value === "string" ? nearest(value, values) : undefined;
      return close === undefined ? undefined : `${rule}. Did you mean ${close}?`;
    },
  });
}

/** Text that YAML reads as a number where it has no quotes, and where no digit gets lost by it. */
export function fromNumber<S extends z.ZodType>(schema: S, asText: (value: number) => string) {
  return z.preprocess((value) => (typeof value === "number" ? asText(value) : value), schema);
}

/** Any text that is not empty. YAML's numbers and truth values want quotes to be text. */
export function text(what: string) {
  const rule = `${what} is a text, and not empty`;
  return z
    .string()
    .min(1)
    .register(kinds, {
      label: "text",
      rule,
      explain: (value) =>
        typeof value === "number" || typeof value === "boolean"
          ? `${what} is a text. Write it in quotes: "${value}"`
          : undefined,
    });
}

export function version(example: string) {
  const rule = `a version has three numbers, like "${example}"`;
  return z
    .string()
    .regex(/^\d+\.\d+\.\d+$/)
    .register(kinds, {
      label: "version",
      rule,
      explain: (value) => {
        if (typeof value === "number") return `${rule}, and stands in quotes`;
        const bare = typeof value === "string" ? /^v(\d+\.\d+\.\d+)$/.exec(value)?.[1] : undefined;
        return bare === undefined ? undefined : `${rule}. Did you mean ${bare}?`;
      },
    });
}

export function absoluteFolder() {
  const rule = 'a folder is named by its absolute path, like "/home/monitor/.docker"';
  return z
    .string()
    .regex(/^\/[^\0]+$/)
    .register(kinds, {
      label: "folder",
      rule,
      explain: (value) =>
        typeof value === "string" && value.startsWith("~")
          ? `${rule}. Nothing replaces "~" here`
          : undefined,
    });
}

export function absolutePath() {
  const rule = 'a file is named by its absolute path, like "/etc/prometheus/tls/server.pem"';
  return z
    .string()
    .regex(/^\/[^\0]*[^\0/]$/)
    .register(kinds, {
      label: "file",
      rule,
      explain: (value) =>
        typeof value === "string" && value.startsWith("~")
          ? `${rule}. Nothing replaces "~" here`
          : undefined,
    });
}
