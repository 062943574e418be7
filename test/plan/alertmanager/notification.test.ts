import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Filled } from "../../../components/platforms/filled-text";
import { shapeProcesses } from "../../../components/platforms/process/shape";
import { freePort } from "../../../toolchain/free-port";
import { testTools, unless } from "../../tools";
import { planFrom, programs } from "../planned";

interface Notification {
  readonly status: string;
  readonly alerts: readonly {
    readonly status: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  }[];
}

/** Milliseconds. Scrape, rule, group wait and message take about five seconds together. */
const patience = 60_000;

describe(
  "an engine that goes down",
  {
    skip:
      unless(testTools.alertmanager, "alertmanager") || unless(testTools.prometheus, "Prometheus"),
  },
  () => {
    let directory: string;
    const servers: Server[] = [];
    const processes: ChildProcess[] = [];
    const notifications: Notification[] = [];
    const waiting = new Set<() => void>();

    before(() => {
      directory = mkdtempSync(join(tmpdir(), "notification-"));
    });
    after(async () => {
      for (const child of processes) await stopped(child);
      for (const server of servers) await closed(server);
      rmSync(directory, { recursive: true });
    });

    const listen = async (server: Server): Promise<number> => {
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return (server.address() as AddressInfo).port;
    };
    const received = async (is: (notification: Notification) => boolean): Promise<Notification> => {
      const deadline = AbortSignal.timeout(patience);
      for (;;) {
        const found = notifications.find(is);
        if (found !== undefined) return found;
        await new Promise<void>((resolve, reject) => {
          waiting.add(resolve);
          deadline.onabort = () => {
            const heard = JSON.stringify(notifications);
            reject(new Error(`No such notification in ${patience / 1000} s, only: ${heard}`));
          };
        });
        waiting.clear();
      }
    };
    const about = (name: string, status: string) => (notification: Notification) =>
      notification.alerts.some(
        ({ labels, status: found }) => labels["alertname"] === name && found === status,
      );

    it("is told to a webhook, and that it is back", async () => {
      const engine = createServer((_request, response) => {
        response.setHeader("content-type", "text/plain; version=0.0.4").end("tgi_queue_size 0\n");
      });
      const enginePort = await listen(engine);
      const webhookPort = await listen(
        createServer((request, response) => {
          let body = "";
          request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
          request.on("end", () => {
            notifications.push(JSON.parse(body) as Notification);
            for (const wake of waiting) wake();
            response.end();
          });
        }),
      );
      await startStack(enginePort, webhookPort);

      await received(about("Watchdog", "firing"));
      await closed(engine);
      const { alerts } = await received(about("TargetDown", "firing"));
      const down = alerts.find(({ labels }) => labels["job"] === "tgi");
      assert.equal(down?.labels["component"], "llm");
      assert.match(down.annotations["description"] ?? "", new RegExp(`127.0.0.1:${enginePort}`));

      const again = createServer((_request, response) => response.end("tgi_queue_size 0\n"));
      servers.push(again);
      await new Promise<void>((resolve) => again.listen(enginePort, "127.0.0.1", resolve));
      await received(about("TargetDown", "resolved"));
    });

    /** The stack's own files and command lines; only its waits are shorter. */
    async function startStack(enginePort: number, webhookPort: number): Promise<void> {
      const [prometheusPort, alertmanagerPort] = [await freePort(), await freePort()];
      const found = {
        ...programs("2.42.0"),
        prometheus: { name: "prometheus", path: testTools.prometheus ?? "", version: "2.42.0" },
        alertmanager: {
          name: "alertmanager",
          path: testTools.alertmanager ?? "",
          version: "0.31.1",
        },
      };
      const plan = planFrom(
        {
          targets: { static: [{ job: "tgi", address: `127.0.0.1:${enginePort}` }] },
          prometheus: { port: prometheusPort, scrapeInterval: "1s", evaluationInterval: "1s" },
          exporters: { node: { enabled: false } },
          alertmanager: {
            port: alertmanagerPort,
            groupWait: "1s",
            groupInterval: "1s",
            receivers: [{ name: "desk", webhook: { url: `http://127.0.0.1:${webhookPort}/` } }],
            routes: { watchdog: "desk" },
          },
        },
        found,
      );
      for (const shape of shapeProcesses(plan.workloads, directory)) {
        for (const { path, content } of shape.files) {
          mkdirSync(dirname(path), { recursive: true });
          writeFileSync(
            path,
            plainText(content).replace(/(alert: TargetDown[^]*?for: )\w+/, "$11s"),
          );
        }
        for (const { path } of shape.directories) mkdirSync(path, { recursive: true });
        // The first message comes before Prometheus has found the Alertmanager, the next a minute later.
        const soon = shape.workload.name === "prometheus" ? ["--rules.alert.resend-delay=1s"] : [];
        processes.push(
          spawn(shape.program, [...shape.args, ...soon], { cwd: directory, stdio: "ignore" }),
        );
      }
    }
  },
);

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const end = once(child, "exit");
  child.kill("SIGTERM");
  await end;
}

async function closed(server: Server): Promise<void> {
  if (!server.listening) return;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** These settings have no secret. */
function plainText(content: Filled): string {
  return content
    .map((part) => {
      if (typeof part === "string") return part;
      throw new Error(`${part.secret} is in a file.`);
    })
    .join("");
}
