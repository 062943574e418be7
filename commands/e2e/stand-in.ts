import { type AddressInfo, type Server, connect, createServer } from "node:net";
import type { PlayedService } from "../../simulator/replay/service-recordings";
import { startReplay } from "../../simulator/replay/server";

/** A ChatQnA that answers: recorded bodies, where containers reach them. */
export interface StandIn {
  /** The port by the service. */
  readonly ports: ReadonlyMap<string, number>;
  readonly close: () => Promise<void>;
}

/** @param address of this machine, beside loopback, where the replay itself listens */
export async function startStandIn(
  services: readonly PlayedService[],
  address: string,
): Promise<StandIn> {
  const anyPort = services.map((service) => ({ ...service, port: 0 }));
  const replay = await startReplay({ requestsPerSecond: 2, services: anyPort });
  const forwarders: Server[] = [];
  const close = async (): Promise<void> => {
    await Promise.all([...forwarders.map(closed), replay.close()]);
  };
  try {
    const ports = new Map<string, number>();
    for (const { name, metricsUrl } of replay.services) {
      const forwarder = createServer((incoming) => {
        const outgoing = connect(Number(new URL(metricsUrl).port), "127.0.0.1");
        incoming.on("error", () => outgoing.destroy());
        outgoing.on("error", () => incoming.destroy());
        incoming.pipe(outgoing).pipe(incoming);
      });
      forwarders.push(forwarder);
      ports.set(name, await listening(forwarder, address));
    }
    return { ports, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function listening(server: Server, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, address, () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
