/** Everything that is wrong with a configuration, one line each. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "ConfigError";
  }
}

/** @throws ConfigError; `source` is the text's name in it */
export function parseConfig(json: string, source: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError([`${source}: not JSON: ${reason}`]);
  }
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly whole?: boolean;
}

/**
 * The fields of one JSON object. A field that is wrong adds to the problems and reads as a neutral
 * value, so that all problems are found in one pass. By hand, since loading a schema library takes
 * longer than all else these programs do before they listen.
 */
export class ConfigFields {
  private readonly fields: Readonly<Record<string, unknown>>;
  /** What is no object is one problem, not one for each field it lacks. */
  private readonly silent: boolean;

  constructor(
    value: unknown,
    private readonly path: string,
    private readonly problems: string[],
  ) {
    this.fields = isObject(value) ? value : {};
    this.silent = !isObject(value);
    if (this.silent) {
      const name = path === "" ? "the configuration" : path;
      problems.push(`${name}: must be an object${found(value)}`);
    }
  }

  allow(names: readonly string[]): void {
    for (const name of Object.keys(this.fields).filter((field) => !names.includes(field))) {
      this.problem(name, `unknown; known are ${names.join(", ")}`);
    }
  }

  text(name: string): string {
    const value = this.fields[name];
    if (typeof value === "string" && value !== "") return value;
    this.problem(name, `must be a text that is not empty${found(value)}`);
    return "";
  }

  /** @param isAddress tells an IP address from a name */
  addressOr(name: string, otherwise: string, isAddress: (text: string) => boolean): string {
    const value = this.fields[name];
    if (value === undefined) return otherwise;
    if (typeof value === "string" && isAddress(value)) return value;
    this.problem(name, `must be an IP address${found(value)}`);
    return otherwise;
  }

  flagOr(name: string, otherwise: boolean): boolean {
    const value = this.fields[name];
    if (value === undefined || typeof value === "boolean") return value ?? otherwise;
    this.problem(name, `must be true or false${found(value)}`);
    return otherwise;
  }

  oneOf<T extends string>(name: string, allowed: readonly T[], otherwise?: T): T {
    const value = this.fields[name];
    if (value === undefined && otherwise !== undefined) return otherwise;
    const known = allowed.find((one) => one === value);
    if (known !== undefined) return known;
    this.problem(name, `must be one of ${allowed.join(", ")}${found(value)}`);
    const [neutral] = allowed;
    if (neutral === undefined) throw new Error(`Nothing is allowed for ${name}.`);
    return neutral;
  }

  number(name: string, { from, to, whole = false }: Range): number {
    const value = this.fields[name];
    const fits = typeof value === "number" && value >= from && value <= to;
    if (fits && (!whole || Number.isInteger(value))) return value;
    this.problem(name, `must be a ${whole ? "whole " : ""}number, ${from} to ${to}${found(value)}`);
    return from;
  }

  optionalNumber(name: string, range: Range): number | undefined {
    return this.fields[name] === undefined ? undefined : this.number(name, range);
  }

  port(name: string): number {
    return this.number(name, { from: 0, to: 65535, whole: true });
  }

  list(name: string): readonly ConfigFields[] {
    const value = this.fields[name];
    if (!Array.isArray(value) || value.length === 0) {
      this.problem(name, `must be a list with at least one item${found(value)}`);
      return [];
    }
    return value.map((item, index) => new ConfigFields(item, `${name}[${index}]`, this.problems));
  }

  problem(name: string, text: string): void {
    if (this.silent) return;
    this.problems.push(`${this.path === "" ? name : `${this.path}.${name}`}: ${text}`);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function found(value: unknown): string {
  return value === undefined ? ", is missing" : `, found ${JSON.stringify(value)}`;
}
