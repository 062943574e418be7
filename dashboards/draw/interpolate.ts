/** The value of a variable, ready to be put into texts. */
export interface VariableValue {
  /** What is chosen; several for a multi-value variable or for All. */
  readonly values: readonly string[];
  /** Whether the variable may have several: its values are then escaped for a regular expression. */
  readonly isMulti: boolean;
  /** The board's own expression for All, taken as it is. */
  readonly custom?: string;
  /** For titles: `All`, or the values. */
  readonly text: string;
}

export type Variables = ReadonlyMap<string, VariableValue>;

/** `$name`, `${name}`, `${name:format}`, `[[name]]`, `[[name:format]]`. */
const reference =
  /\$\{(\w+)(?:\.[^}:]+)?(?::([^}]+))?\}|\$(\w+)|\[\[(\w+)(?:\.[^\]:]+)?(?::([^\]]+))?\]\]/g;

/** A query with its variables filled in, as Grafana does for Prometheus. Unknown ones stay as they are. */
export function interpolateQuery(expr: string, variables: Variables): string {
  return replaceReferences(expr, variables, (value, format) =>
    format === undefined ? forPrometheus(value) : formatted(value, format),
  );
}

/** A title or a legend, where a variable stands as people read it. */
export function interpolateText(text: string, variables: Variables): string {
  return replaceReferences(text, variables, (value, format) =>
    format === undefined || format === "text" ? value.text : formatted(value, format),
  );
}

/** Names of variables in a text, known or not. */
export function referencesIn(text: string): readonly string[] {
  return [...text.matchAll(reference)].map(([, braced, plain, , square]) =>
    nameIn(braced, plain, square),
  );
}

function replaceReferences(
  text: string,
  variables: Variables,
  write: (value: VariableValue, format: string | undefined) => string,
): string {
  return text.replace(
    reference,
    (
      whole: string,
      braced?: string,
      bracedFormat?: string,
      plain?: string,
      square?: string,
      squareFormat?: string,
    ) => {
      const value = variables.get(nameIn(braced, plain, square));
      return value === undefined ? whole : write(value, bracedFormat ?? squareFormat);
    },
  );
}

function nameIn(braced: string | undefined, plain: string | undefined, square?: string): string {
  return braced ?? plain ?? square ?? "";
}

function forPrometheus({ values, isMulti, custom }: VariableValue): string {
  if (custom !== undefined) return custom;
  // A backslash or a quote would end the string literal it stands in.
  if (!isMulti) return values.map((value) => value.replace(/[\\"]/g, "\\$&")).join("");
  const escaped = values.map((value) => escapeRegex(value).replaceAll("\\", "\\\\"));
  return escaped.length === 1 ? escaped.join("") : `(${escaped.join("|")})`;
}

export function escapeRegex(text: string): string {
  return text.replace(/[$^*{}[\]+?.()|\\]/g, "\\$&");
}

function formatted(value: VariableValue, format: string): string {
  const values = value.custom === undefined ? value.values : [value.custom];
  switch (format) {
    case "regex": {
      const escaped = values.map(escapeRegex);
      return escaped.length === 1 ? escaped.join("") : `(${escaped.join("|")})`;
    }
    case "pipe":
      return values.join("|");
    case "doublequote":
      return values.map((each) => `"${each.replaceAll('"', '\\"')}"`).join(",");
    case "singlequote":
      return values.map((each) => `'${each.replaceAll("'", "\\'")}'`).join(",");
    case "glob":
      return values.length === 1 ? values.join("") : `{${values.join(",")}}`;
    case "json":
      return JSON.stringify(values);
    case "text":
      return value.text;
    case "percentencode":
      return encodeURIComponent(values.join(","));
    default:
      return values.join(",");
  }
}
