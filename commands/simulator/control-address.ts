import { UserError } from "../../toolchain/user-error";

/** Where a simulator answers unless it is told otherwise. No server that we start has it. */
export const controlPort = 9494;

export const controlUrl = `http://127.0.0.1:${controlPort}`;

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
      `No simulator answers at ${base} (${reason}). Start one with npm run simulate, or name its control address with --control.`,
    );
  }
}

function errorOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !("error" in value)) return undefined;
  return typeof value.error === "string" ? value.error : undefined;
}
