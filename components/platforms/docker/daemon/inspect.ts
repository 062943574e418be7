import { z } from "zod";
import { jsonOf } from "./containers";
import { type Endpoint, askDaemon } from "./request";

const inspectedSchema = z.object({
  RestartCount: z.number().default(0),
  State: z.object({
    Status: z.string(),
    ExitCode: z.number().default(0),
    OOMKilled: z.boolean().default(false),
    Health: z
      .object({
        Status: z.string(),
        Log: z.array(z.object({ Output: z.string() })).nullish(),
      })
      .nullish(),
  }),
});

export interface ContainerState {
  /** `created`, `running`, `restarting`, `exited`, … */
  readonly status: string;
  /** `starting`, `healthy`, `unhealthy`; undefined without a health check. */
  readonly health: string | undefined;
  /** What the last health check printed. */
  readonly lastCheck: string;
  /** Of the last time that it ran. */
  readonly exitCode: number;
  readonly restarts: number;
  readonly outOfMemory: boolean;
}

/** @returns undefined for a container that is not there. @throws what `askDaemon` throws */
export async function inspectContainer(
  endpoint: Endpoint,
  name: string,
  timeout: number,
): Promise<ContainerState | undefined> {
  const path = `/containers/${encodeURIComponent(name)}/json`;
  const { status, body } = await askDaemon(endpoint, path, timeout);
  const inspected = status === 200 ? inspectedSchema.safeParse(jsonOf(body)) : undefined;
  if (inspected?.success !== true) return undefined;
  const { RestartCount, State } = inspected.data;
  return {
    status: State.Status,
    health: State.Health?.Status,
    lastCheck: State.Health?.Log?.at(-1)?.Output.trim() ?? "",
    exitCode: State.ExitCode,
    restarts: RestartCount,
    outOfMemory: State.OOMKilled,
  };
}

/** The last lines that a container printed. @throws what `askDaemon` throws */
export async function lastLines(
  endpoint: Endpoint,
  name: string,
  { lines, timeout }: { readonly lines: number; readonly timeout: number },
): Promise<readonly string[]> {
  const path = `/containers/${encodeURIComponent(name)}/logs?stdout=1&stderr=1&tail=${lines}`;
  const { status, body } = await askDaemon(endpoint, path, timeout);
  if (status !== 200) return [];
  return withoutFrames(body)
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "");
}

const headerLength = 8;

/** Without a terminal, each piece of output has a header: the stream, three zeros, its length. */
function withoutFrames(body: Buffer): string {
  const pieces: Buffer[] = [];
  for (let start = 0; start + headerLength <= body.length;) {
    const end = start + headerLength + body.readUInt32BE(start + 4);
    pieces.push(body.subarray(start + headerLength, end));
    start = end;
  }
  return Buffer.concat(pieces).toString();
}
