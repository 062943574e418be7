import { UserError } from "../../toolchain/user-error";

/** @throws UserError naming the option */
export function positiveNumber(option: string, text: string): number {
  const value = Number(text);
  if (value > 0) return value;
  throw new UserError(`${option} takes a number above 0, found "${text}".`);
}
