/**
 * Something a person can put right: its message says what is wrong, where, and what to do. It has
 * no stack trace, because whoever prints it prints it for that person.
 */
export class Problem extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Problem";
    this.stack = message;
  }
}

/** The code of a failed system call (`ENOENT`), undefined for any other error. */
export function systemErrorCode(error: unknown): string | undefined {
  if (error instanceof Error && "code" in error && typeof error.code === "string") {
    return error.code;
  }
  return undefined;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
