import { once } from "node:events";
import { type Server, createServer, request as ask } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdirSync } from "node:fs";
import { startPrometheusIn } from "../../test/dashboards/prometheus-process";

export interface Receiver {
  readonly url: string;
  /** What came, in bytes, since it started. */
  readonly received: () => number;
  /** Whether it answers 503, as one that is being restarted. */
  readonly setAway: (isAway: boolean) => void;
  readonly stop: () => Promise<void>;
}

/** Another Prometheus that takes what is sent to it, behind a front that counts and can refuse. */
export async function startReceiver(program: string, directory: string): Promise<Receiver> {
  mkdirSync(directory, { recursive: true });
  const flag = "--web.enable-remote-write-receiver";
  const prometheus = await startPrometheusIn(directory, program, () => "{}\n", flag);
  let received = 0;
  let isAway = false;
  const front: Server = createServer((request, response) => {
    if (isAway) {
      request.resume();
      response.writeHead(503).end();
      return;
    }
    request.on("data", (chunk: Buffer) => (received += chunk.length));
    const passed = ask(
      `${prometheus.url}/api/v1/write`,
      { method: "POST", headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500);
        answer.pipe(response);
      },
    );
    passed.on("error", () => response.writeHead(503).end());
    request.pipe(passed);
  });
  front.listen(0, "127.0.0.1");
  await once(front, "listening");
  return {
    url: `http://127.0.0.1:${(front.address() as AddressInfo).port}/push`,
    received: () => received,
    setAway: (away) => {
      isAway = away;
    },
    stop: async () => {
      front.closeAllConnections();
      front.close();
      await prometheus.stop();
    },
  };
}
