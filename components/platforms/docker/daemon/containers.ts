import { z } from "zod";
import { type Endpoint, askDaemon } from "./request";

/** Of https://docs.docker.com/reference/api/engine, what is read here. */
const containersSchema = z.array(
  z.object({
    Names: z.array(z.string()),
    Image: z.string(),
    State: z.string(),
    Ports: z
      .array(
        z.object({
          IP: z.string().optional(),
          PrivatePort: z.number(),
          PublicPort: z.number().optional(),
          Type: z.string(),
        }),
      )
      .nullish(),
    Labels: z.record(z.string(), z.string()).nullish(),
    NetworkSettings: z.object({ Networks: z.record(z.string(), z.unknown()).nullish() }).nullish(),
  }),
);

export interface ListedContainer {
  readonly name: string;
  readonly image: string;
  /** `running`, `exited`, … */
  readonly state: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly ListedPort[];
  readonly networks: readonly string[];
}

/** A TCP port, published or not. */
export interface ListedPort {
  readonly container: number;
  readonly host?: number;
  readonly bind?: string;
}

/** What answers is no Docker daemon. */
export class NotDocker extends Error {
  constructor(readonly status: number) {
    super(`It has no list of containers (HTTP ${status}).`);
  }
}

/**
 * The containers of a daemon, those that stopped too.
 * @param timeout in milliseconds
 * @throws NotDocker, and what `askDaemon` throws
 */
export async function listContainers(
  endpoint: Endpoint,
  timeout: number,
): Promise<readonly ListedContainer[]> {
  const { status, body } = await askDaemon(endpoint, "/containers/json?all=1", timeout);
  const listed = status === 200 ? containersSchema.safeParse(jsonOf(body)) : undefined;
  if (listed?.success !== true) throw new NotDocker(status);
  return listed.data.map(({ Names, Image, State, Ports, Labels, NetworkSettings }) => ({
    name: (Names[0] ?? "").replace(/^\//, ""),
    image: Image,
    state: State,
    labels: Labels ?? {},
    ports: (Ports ?? [])
      .filter(({ Type }) => Type === "tcp")
      .map(({ IP, PrivatePort, PublicPort }) => ({
        container: PrivatePort,
        ...(PublicPort !== undefined && { host: PublicPort }),
        ...(IP !== undefined && { bind: IP }),
      })),
    networks: Object.keys(NetworkSettings?.Networks ?? {}),
  }));
}

export function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
