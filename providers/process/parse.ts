/**
 * From unknown values to typed ones, with all that is wrong collected instead of the first only.
 * Written out by hand because the provider is started by every preview: loading zod for three
 * small shapes would cost 65 ms of each.
 */
import { isAbsolute, normalize } from "node:path";

import { isRecord, isUnknown } from "./property-values";

export interface Failure {
  /** Path of the property: `ports[0].port`. Empty for the inputs as a whole. */
  readonly property: string;
  readonly reason: string;
}

/**
 * Gives the typed value, or reports to `fail` and gives null. A value that is not known yet
 * passes as it is: it is checked again once it is known, before anything is done with it.
 */
export type Reader<T> = (value: unknown, at: string, fail: Fail) => T | null;
type Fail = (property: string, reason: string) => void;

type Parsed<T> =
  | { readonly value: T; readonly failures: readonly [] }
  | { readonly value?: never; readonly failures: readonly Failure[] };

export function parse<T>(reader: Reader<T>, value: unknown): Parsed<T> {
  const failures: Failure[] = [];
  const result = reader(value, "", (property, reason) => failures.push({ property, reason }));
  if (result === null || failures.length > 0) return { failures };
  return { value: result, failures: [] };
}

export const text: Reader<string> = (value, at, fail) => {
  if (typeof value === "string") return value;
  return wrong(value, "text", at, fail);
};

/** Text that is never shown in a message. */
export const secretText: Reader<string> = (value, at, fail) => {
  if (typeof value === "string") return value;
  fail(at, `must be text, found ${kindOf(value)}`);
  return null;
};

export const nonEmptyText: Reader<string> = (value, at, fail) => {
  if (typeof value === "string" && value !== "") return value;
  return wrong(value, "text that is not empty", at, fail);
};

export const absolutePath: Reader<string> = (value, at, fail) => {
  if (isUnknown(value)) return value as string;
  if (typeof value !== "string" || !isAbsolute(value) || value.includes("\0")) {
    return wrong(value, "an absolute path", at, fail);
  }
  if (normalize(value) !== value || (value.endsWith("/") && value !== "/")) {
    return wrong(value, 'an absolute path without "..", "//" or a "/" at its end', at, fail);
  }
  return value;
};

export const flag: Reader<boolean> = (value, at, fail) => {
  if (typeof value === "boolean" || isUnknown(value)) return value as boolean;
  return wrong(value, "true or false", at, fail);
};

export function matching(pattern: RegExp, description: string): Reader<string> {
  return (value, at, fail) => {
    if (isUnknown(value) || (typeof value === "string" && pattern.test(value))) {
      return value as string;
    }
    return wrong(value, description, at, fail);
  };
}

export const httpUrl: Reader<string> = (value, at, fail) => {
  if (isUnknown(value)) return value as string;
  if (typeof value !== "string" || !URL.canParse(value)) {
    return wrong(value, "an http or https address", at, fail);
  }
  const url = new URL(value);
  if (!["http:", "https:"].includes(url.protocol)) {
    return wrong(value, "an http or https address", at, fail);
  }
  if (url.username !== "" || url.password !== "") {
    fail(at, "must not hold credentials: they have properties of their own");
    return null;
  }
  return value;
};

export function oneOf<T extends string>(...allowed: readonly T[]): Reader<T> {
  return (value, at, fail) => {
    if (isUnknown(value) || allowed.some((item) => item === value)) return value as T;
    const quoted = allowed.map((item) => `"${item}"`).join(" or ");
    return wrong(value, quoted, at, fail);
  };
}

export function numberBetween(least: number, most: number): Reader<number> {
  return (value, at, fail) => {
    if (isUnknown(value)) return value as number;
    if (typeof value === "number" && value >= least && value <= most) return value;
    return wrong(value, `a number from ${least} to ${most}`, at, fail);
  };
}

export function wholeNumberBetween(least: number, most: number): Reader<number> {
  return (value, at, fail) => {
    if (isUnknown(value) || Number.isInteger(value)) {
      return numberBetween(least, most)(value, at, fail);
    }
    return wrong(value, `a whole number from ${least} to ${most}`, at, fail);
  };
}

export function listOf<T>(reader: Reader<T>): Reader<readonly T[]> {
  return (value, at, fail) => {
    if (isUnknown(value)) return [];
    if (!Array.isArray(value)) return wrong(value, "a list", at, fail);
    const items = value.map((item, index) => reader(item, `${at}[${index}]`, fail));
    return items.filter((item) => item !== null);
  };
}

export function recordOf<T>(reader: Reader<T>): Reader<Readonly<Record<string, T>>> {
  return (value, at, fail) => {
    if (isUnknown(value)) return {};
    if (!isRecord(value)) return wrong(value, "an object", at, fail);
    const result: Record<string, T> = {};
    for (const [name, item] of Object.entries(value)) {
      const read = reader(item, join(at, name), fail);
      if (read !== null) result[name] = read;
    }
    return result;
  };
}

type OptionalKeys<T> = { [K in keyof T]-?: undefined extends T[K] ? K : never }[keyof T];

/**
 * Every property of T by its reader. Other properties are failures, or ignored: in what an earlier
 * version has noted, they must not keep us from cleaning up.
 */
export function object<T extends object>(
  required: { readonly [K in Exclude<keyof T, OptionalKeys<T>>]: Reader<T[K]> },
  optional: { readonly [K in OptionalKeys<T>]-?: Reader<NonNullable<T[K]>> },
  others: "refused" | "ignored" = "refused",
): Reader<T> {
  const readers = new Map<string, Reader<unknown>>(Object.entries({ ...required, ...optional }));
  return (value, at, fail) => {
    // Nothing of it is known yet, so nothing of it can be wrong yet.
    if (isUnknown(value)) return {} as T;
    if (!isRecord(value)) return wrong(value, "an object", at, fail);
    for (const name of Object.keys(value)) {
      if (others === "refused" && !readers.has(name))
        fail(join(at, name), "is not a property of this resource");
    }
    const result: Record<string, unknown> = {};
    for (const [name, reader] of readers) {
      const item = value[name];
      if (item !== undefined) result[name] = reader(item, join(at, name), fail);
      else if (!Object.hasOwn(optional, name)) fail(join(at, name), "is missing");
    }
    // Each reader gave its property's type or reported a failure, and then nobody uses the result.
    return result as T;
  };
}

function wrong(value: unknown, allowed: string, at: string, fail: Fail): null {
  fail(at, `must be ${allowed}, found ${shown(value)}`);
  return null;
}

function shown(value: unknown): string {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string") return kindOf(value);
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 77)}...` : value);
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function join(at: string, name: string): string {
  return at === "" ? name : `${at}.${name}`;
}
