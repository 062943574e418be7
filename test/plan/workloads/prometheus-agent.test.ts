import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http, { type IncomingHttpHeaders } from "node:http";
import { type Server, createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { TLSSocket } from "node:tls";
import { after, before, describe, it } from "node:test";
import { shapeProcesses } from "../../../components/platforms/process/shape";
import { prometheusPlan } from "../../../plan/planned-prometheus";
import { parsePrometheusVersion } from "../../../plan/prometheus/version";
import { prometheusWorkload } from "../../../plan/workloads/prometheus";
import { makeCertificate, withoutOpenssl } from "../../certificate";
import { type PrometheusProcess, startPrometheusIn } from "../../dashboards/prometheus-process";
import { freePort } from "../../../toolchain/free-port";
import { missingPrometheus3, testTools, unless } from "../../tools";
import { clusterSettings, planOf } from "../../components/platforms/kubernetes/clusters";
import { settingsFrom } from "../planned";

const runs = [
  {
    version: "2.42.0",
    program: testTools.prometheus,
    skip: unless(testTools.prometheus, "Prometheus"),
  },
  { version: "3.16.0", program: testTools.prometheus3, skip: missingPrometheus3() },
];

/** What the front of the receiver saw of a request. */
interface Seen {
  readonly client: string;
  readonly headers: IncomingHttpHeaders;
}

for (const { version, program = "", skip } of runs) {
  describe(`an agent, Prometheus ${version}`, { skip: skip || withoutOpenssl }, () => {
    let directory: string;
    let receiver: PrometheusProcess | undefined;
    let front: Server | undefined;
    let agent: ChildProcess | undefined;
    const seen: Seen[] = [];

    before(() => {
      directory = mkdtempSync(join(tmpdir(), "agent-"));
    });
    after(async () => {
      await stopped(agent);
      front?.closeAllConnections();
      front?.close();
      await receiver?.stop();
      rmSync(directory, { recursive: true });
    });

    it("sends what was chosen, as whom the settings say, and keeps nothing", async () => {
      receiver = await startPrometheusIn(
        directory,
        program,
        () => "{}\n",
        "--web.enable-remote-write-receiver",
      );
      makeCertificate(directory, "receiver", "DNS:receiver.example");
      makeCertificate(directory, "client");
      front = await frontOf(receiver.url);
      const url = await startAgent((front.address() as AddressInfo).port);

      const [sample] = await eventually("up at the receiver", () => query('up{job="prometheus"}'));
      assert.equal(sample?.metric["stack"], "test");
      assert.equal(sample.metric["env"], "bench");
      const { client, headers } = seen[0] ?? assert.fail("the front saw no request");
      assert.equal(client, "client");
      // Debian's 2.42 takes the setting and sends no header.
      if (!version.startsWith("2.")) assert.equal(headers["x-scope-orgid"], "chatqna");
      assert.equal(
        headers.authorization,
        `Basic ${Buffer.from("me:the password").toString("base64")}`,
      );
      assert.deepEqual(
        await query('{__name__!="up",job=~".+"}'),
        [],
        "more was sent than `only` says",
      );
      const refused = await fetch(`${url}/api/v1/query?query=up`);
      assert.notEqual(refused.status, 200, "an agent answered a query");
    });

    /** Lets in who shows the client's certificate, and passes on to the receiver. */
    async function frontOf(receiverUrl: string): Promise<Server> {
      const read = (name: string) => readFileSync(join(directory, name));
      const server = createServer(
        {
          cert: read("receiver.pem"),
          key: read("receiver.key"),
          ca: read("client.pem"),
          requestCert: true,
          rejectUnauthorized: true,
        },
        (request, response) => {
          const { socket } = request;
          const client =
            socket instanceof TLSSocket ? socket.getPeerCertificate().subject.CN : "nobody";
          seen.push({ client: String(client), headers: request.headers });
          const { "content-type": type, "content-encoding": encoding } = request.headers;
          const headers = { "content-type": type ?? "", "content-encoding": encoding ?? "" };
          const passed = http.request(
            `${receiverUrl}/api/v1/write`,
            { method: "POST", headers },
            (answer) => {
              response.statusCode = answer.statusCode ?? 500;
              answer.pipe(response);
            },
          );
          passed.on("error", () => response.writeHead(503).end());
          request.pipe(passed);
        },
      );
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      return server;
    }

    /** As the stack would run it, with its own files and command line. */
    async function startAgent(receiverPort: number): Promise<string> {
      const port = await freePort();
      const read = (name: string) => readFileSync(join(directory, name), "utf8");
      const settings = settingsFrom({
        platform: "docker",
        environment: "bench",
        grafana: { enabled: false },
        targets: { static: [] },
        prometheus: {
          agent: true,
          port,
          scrapeInterval: "1s",
          remoteWrite: [
            {
              name: "receiver",
              url: `https://127.0.0.1:${receiverPort}/push`,
              username: "me",
              password: "the password",
              headers: { "X-Scope-OrgID": "chatqna" },
              only: ["up"],
              queue: { batchSendDeadline: "100ms", maxShards: 2, maxBackoff: "1s" },
              tls: {
                ca: read("receiver.pem"),
                certificate: read("client.pem"),
                key: read("client.key"),
                serverName: "receiver.example",
              },
            },
          ],
        },
      });
      const secrets: Readonly<Record<string, string>> = {
        "prometheus.remoteWrite[0].password": "the password",
        "prometheus.remoteWrite[0].tls.key": read("client.key"),
      };
      const found = { name: "prometheus", path: program, version };
      const [shape] = shapeProcesses(
        [
          prometheusWorkload({
            ...prometheusPlan(settings, "test", []),
            rules: [],
            runsAs: { kind: "process", program: found },
            version: parsePrometheusVersion(version) ?? assert.fail(version),
            startAfter: [],
          }),
        ],
        join(directory, "agent"),
      );
      assert.ok(shape !== undefined);
      for (const { path, content } of shape.files) {
        mkdirSync(dirname(path), { recursive: true });
        const text = content.map((part) =>
          typeof part === "string" ? part : (secrets[part.secret] ?? assert.fail(part.secret)),
        );
        writeFileSync(path, text.join(""));
      }
      agent = spawn(shape.program, [...shape.args, "--log.level=warn"], {
        stdio: ["ignore", "ignore", "inherit"],
      });
      return `http://127.0.0.1:${port}`;
    }

    async function query(selector: string): Promise<readonly Sample[]> {
      const at = `${receiver?.url ?? ""}/api/v1/query?query=${encodeURIComponent(selector)}`;
      const answer = (await (await fetch(at)).json()) as { data: { result: readonly Sample[] } };
      return answer.data.result;
    }

    async function eventually(
      what: string,
      ask: () => Promise<readonly Sample[]>,
    ): Promise<readonly Sample[]> {
      const deadline = Date.now() + 30_000;
      while (Date.now() < deadline) {
        if (agent?.exitCode !== null) throw new Error(`The agent ended, before ${what}.`);
        const samples = await ask();
        if (samples.length > 0) return samples;
        await setTimeout(50);
      }
      throw new Error(`Nothing in 30 s: ${what}. Requests seen: ${seen.length}`);
    }
  });
}

describe("the command line of two agents", () => {
  const argsOf = (version: string) => {
    const settings = clusterSettings({
      kubernetes: { replicas: 2 },
      grafana: { enabled: false },
      prometheus: { version, agent: true, remoteWrite: [{ name: "a", url: "https://a.example" }] },
    });
    const { workloads, rules } = planOf(settings);
    assert.deepEqual(rules, [], "an agent refuses rules");
    const prometheus = workloads.find(({ name }) => name === "prometheus");
    return (prometheus?.args ?? []).map((arg) =>
      typeof arg === "string"
        ? arg
        : arg.map((part) => (typeof part === "string" ? part : "…")).join(""),
    );
  };

  it("has each option once, as its release wants it", () => {
    const chosen = (version: string) =>
      argsOf(version).filter((arg) => /agent$|feature|tsdb|auto-reload$/.test(arg));
    assert.deepEqual(chosen("2.52.0"), ["--enable-feature=agent,expand-external-labels"]);
    assert.deepEqual(chosen("3.4.0"), ["--agent", "--enable-feature=auto-reload-config"]);
    assert.deepEqual(chosen("3.16.0"), ["--agent", "--config.auto-reload"]);
  });

  it("is refused with what its release does not know", () => {
    const settings = clusterSettings({
      prometheus: {
        version: "2.48.0",
        remoteWrite: [{ name: "a", url: "https://a.example", queue: { sampleAgeLimit: "1h" } }],
      },
    });
    assert.throws(() => planOf(settings), {
      name: "PlanError",
      message:
        'prometheus.remoteWrite "a" has queue.sampleAgeLimit, which Prometheus knows since 2.50, and 2.48 is what runs. Remove it, or run a newer Prometheus.',
    });
  });
});

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
}

async function stopped(child: ChildProcess | undefined): Promise<void> {
  if (child?.exitCode !== null || child.signalCode !== null) return;
  const end = once(child, "exit");
  child.kill("SIGTERM");
  await end;
}
