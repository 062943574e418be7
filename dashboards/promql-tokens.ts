/** A piece of PromQL; all pieces together are the expression, byte for byte. */
export interface Token {
  /** `range` is what stands in square brackets, with them: `[5m]`, `[1h:5m]`. */
  readonly kind: "string" | "comment" | "variable" | "range" | "word" | "space" | "other";
  readonly text: string;
  /** What encloses it, the nearest first: `{`, the word before a parenthesis (`rate`, `by`), or ``. */
  readonly within: readonly string[];
}

const pieces: readonly (readonly [Token["kind"], string])[] = [
  ["string", String.raw`"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\x60[^\x60]*\x60`],
  ["comment", String.raw`#[^\n]*`],
  ["variable", String.raw`\$\{[^}]*\}|\$\w+|\[\[\w+\]\]`],
  ["range", String.raw`\[[^\]]*\]`],
  // Numbers and durations are words too: nobody asks for them.
  ["word", String.raw`[\w:][\w:.]*`],
  ["space", String.raw`\s+`],
  ["other", String.raw`[^]`],
];

/**
 * Splits PromQL, with Grafana's variables in it, as far as labels, strings, ranges and parentheses
 * have to be told apart. It is no parser: what is not PromQL is split too.
 */
export function tokensOf(expr: string): readonly Token[] {
  const pattern = new RegExp(pieces.map(([kind, text]) => `(?<${kind}>${text})`).join("|"), "g");
  const tokens: Token[] = [];
  let within: readonly string[] = [];
  let before: Token | undefined;
  for (const match of expr.matchAll(pattern)) {
    const [text] = match;
    const kind = pieces.find(([name]) => match.groups?.[name] !== undefined)?.[0] ?? "other";
    if (text === ")" || text === "}") within = within.slice(1);
    const token: Token = { kind, text, within };
    tokens.push(token);
    if (text === "{") within = ["{", ...within];
    if (text === "(") within = [before?.kind === "word" ? before.text : "", ...within];
    if (kind !== "space" && kind !== "comment") before = token;
  }
  return tokens;
}

const labelLists = ["by", "without", "on", "ignoring", "group_left", "group_right"];

/** Whether a token is the name of a label: before an operator, in a grouping, in `label_values`. */
export function isLabel(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  if (token?.kind !== "word") return false;
  const [enclosing = ""] = token.within;
  if (labelLists.includes(enclosing.toLowerCase())) return true;
  const next = tokens.slice(index + 1).find(({ kind }) => kind !== "space")?.text ?? "";
  if (enclosing === "label_values") return next === ")";
  return enclosing === "{" && ["=", "!"].includes(next);
}

const perWindow = ["rate", "irate", "increase"];

/** Whether a token is the window of a rate: `[5m]` in `rate(x[5m])`, and no subquery. */
export function isRateWindow({ kind, text, within: [enclosing = ""] }: Token): boolean {
  return kind === "range" && perWindow.includes(enclosing) && !text.includes(":");
}

/** Whether what the token names is taken as an increase, per second or per window. */
export function isInRate({ within }: Token): boolean {
  return within.some((enclosing) => perWindow.includes(enclosing));
}
