/** Something wrong with a user's settings. */
export interface Problem {
  /** Where: `chatqna-monitoring:prometheus.port`, or a line of the file. */
  readonly key: string;
  /** The rest of the sentence: what was found, what is allowed, what to do. No secret value. */
  readonly message: string;
}

/** Every problem of a file at once, for people. */
export function formatProblems(file: string, problems: readonly Problem[]): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const entries = problems.map(
    ({ key, message }) => `\n  ${key}\n    ${message.replaceAll("\n", "\n    ")}`,
  );
  return `${file}: ${count} in the settings\n${entries.join("")}`;
}
