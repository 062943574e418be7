import { networkInterfaces } from "node:os";
import { z } from "zod";
import { jsonOf } from "../../components/platforms/docker/daemon/containers";
import { type Endpoint, askDaemon } from "../../components/platforms/docker/daemon/request";
import { CannotRun } from "./cannot-run";

const second = 1_000;

/** @throws CannotRun for an image that the daemon neither has nor gets */
export async function ensureImage(daemon: Endpoint, image: string): Promise<void> {
  const there = await askDaemon(daemon, `/images/${image}/json`, 10 * second);
  if (there.status === 200) return;
  const path = `/images/create?fromImage=${encodeURIComponent(image)}`;
  const { status, body } = await askDaemon(daemon, path, 600 * second, "POST").catch(
    (error: unknown) => {
      throw new CannotRun(`the image ${image} cannot be had: ${String(error)}`);
    },
  );
  // Once it has begun, a pull tells its failure in its last line.
  const lastLine = body.toString().trim().split("\n").at(-1) ?? "";
  const failure = failureSchema.safeParse(jsonOf(Buffer.from(lastLine)));
  const { error, message } = failure.success ? failure.data : {};
  if (status === 200 && error === undefined) return;
  throw new CannotRun(`the image ${image} cannot be had: ${error ?? message ?? `HTTP ${status}`}`);
}

const failureSchema = z.object({ error: z.string().optional(), message: z.string().optional() });

/**
 * An address of this machine on which its containers reach it as host.docker.internal: the gateway
 * of Docker's bridge. Docker Desktop passes on to loopback, and its bridge is in another machine.
 */
export async function addressForContainers(daemon: Endpoint): Promise<string> {
  const { body } = await askDaemon(daemon, "/networks/bridge", 10 * second);
  const bridge = bridgeSchema.safeParse(jsonOf(body));
  const gateway = bridge.success ? bridge.data.IPAM.Config?.[0]?.Gateway : undefined;
  const own = Object.values(networkInterfaces()).flatMap((addresses = []) =>
    addresses.map(({ address }) => address),
  );
  return gateway !== undefined && own.includes(gateway) ? gateway : "127.0.0.1";
}

const bridgeSchema = z.object({
  IPAM: z.object({ Config: z.array(z.object({ Gateway: z.string().optional() })).nullish() }),
});

export interface DockerObject {
  readonly kind: "containers" | "volumes" | "networks";
  /** Its id; of a volume its name. */
  readonly id: string;
}

/** Those that the daemon still has. */
export async function remaining(
  daemon: Endpoint,
  objects: readonly DockerObject[],
): Promise<readonly DockerObject[]> {
  const found = await Promise.all(
    objects.map(async (object) => {
      const path =
        object.kind === "containers"
          ? `/containers/${object.id}/json`
          : `/${object.kind}/${object.id}`;
      const { status } = await askDaemon(daemon, path, 10 * second);
      return status === 404 ? [] : [object];
    }),
  );
  return found.flat();
}
