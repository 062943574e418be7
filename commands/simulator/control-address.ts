import { reachedAt } from "../../plan/settings/address";
import { usualControlPort } from "../../simulator/control/control-port";
import { urlOf } from "../../simulator/live/overview";
import { UserError } from "../../toolchain/user-error";

/** Where a simulator answers that was started without further ado. */
export const usualControlUrl = controlUrlOf("127.0.0.1", usualControlPort);

/** @param bind the address that it listens on */
export function controlUrlOf(bind: string, port: number): string {
  return urlOf({ host: reachedAt(bind), port });
}

/**
 * Asks a simulator, or tells it something.
 * @throws {UserError} if none answers there, or if it refuses
 */
export async function askSimulator(base: string, path: string, command?: object): Promise<unknown> {
  const answer = await reach(base, path, command);
  const value: unknown = await answer.json();
  if (answer.ok) return value;
  throw new UserError(errorOf(value) ?? `The simulator at ${base} answers with ${answer.status}.`);
}

async function reach(base: string, path: string, command: object | undefined): Promise<Response> {
  try {
    return await fetch(new URL(path, base), {
      ...(command !== undefined && {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(command),
      }),
      signal: AbortSignal.timeout(10_000),
    });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(
      `No simulator answers at ${base} (${reason}). Start one with npm start or npm run simulate, or say where it is with --stack or --control.`,
    );
  }
}

function errorOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !("error" in value)) return undefined;
  return typeof value.error === "string" ? value.error : undefined;
}
