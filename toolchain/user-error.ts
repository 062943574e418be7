/**
 * Something the user can put right: the message says what is wrong, where, what was found and what
 * to do. `run.mjs` prints the message alone, without a stack, and exits with 1; every other error is
 * a defect of ours and is printed whole.
 */
export class UserError extends Error {
  override readonly name = "UserError";
}
