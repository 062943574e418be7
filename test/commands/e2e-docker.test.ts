import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, describe, it } from "node:test";
import { e2e } from "../../commands/e2e-docker";
import { ensureImage, remaining } from "../../commands/e2e/docker-host";
import {
  askEveryQuery,
  expectHealthyDatasource,
  queriesOf,
} from "../../commands/e2e/grafana-queries";
import { e2eSettings, imagesOf, servicesToPlay } from "../../commands/e2e/settings";
import { startStandIn } from "../../commands/e2e/stand-in";
import type { Endpoint } from "../../components/platforms/docker/daemon/request";
import { createProgress } from "../../toolchain/progress";

describe("npm run e2e:docker", () => {
  const without = async (...args: readonly string[]) => {
    let printed = "";
    const code = await e2e(args, {
      environment: { DOCKER_HOST: "unix:///nowhere/docker.sock" },
      home: "/nowhere",
      print: (text) => (printed += text),
      progress: createProgress(),
    });
    return { code, lastLine: printed.trimEnd().split("\n").at(-1) };
  };
  const reason = "Docker does not run here: there is no socket /nowhere/docker.sock.";

  it("is skipped without Docker, with the reason as the last line", async () => {
    const { code, lastLine } = await without();
    assert.equal(code, 0);
    assert.ok(lastLine?.startsWith(`skipped: ${reason}`), lastLine);
  });

  it("fails without Docker where it is required", async () => {
    const { code, lastLine } = await without("--required");
    assert.equal(code, 1);
    assert.ok(lastLine?.startsWith(`cannot run: ${reason}`), lastLine);
  });

  it("has settings that a stack takes, with each service where it is played", async () => {
    const services = servicesToPlay();
    const playedAt = new Map(services.played.map(({ name }, index) => [name, 20_000 + index]));
    const ports = { prometheus: 30_000, grafana: 30_001 };
    const daemon = { kind: "socket", path: "/run/docker.sock" } as const;
    const settings = e2eSettings({ daemon, services, playedAt, ports });
    assert.ok(playedAt.size >= 5, `${playedAt.size} services are played`);
    const images = await imagesOf(settings);
    for (const image of ["prom/prometheus", "grafana/grafana"]) {
      assert.ok(
        images.some((one) => one.includes(image)),
        `no ${image} among ${images.join(", ")}`,
      );
    }
  });

  it("plays services at another address than the replay's own", async (context) => {
    const { played } = servicesToPlay();
    const standIn = await startStandIn(played.slice(0, 1), "127.0.0.2");
    context.after(standIn.close);
    const [port] = standIn.ports.values();
    const response = await fetch(`http://127.0.0.2:${port ?? 0}/metrics`);
    assert.equal(response.status, 200);
    assert.match(await response.text(), /^# HELP /m);
  });
});

describe("images of the end-to-end test", () => {
  const pulled = (answer: string, status = 200) =>
    daemonThat(({ method }) =>
      method === "GET" ? { status: 404, body: "{}" } : { status, body: answer },
    );

  it("are fetched where they are not there", async (context) => {
    const daemon = await pulled('{"status":"Pulling"}\n{"status":"Downloaded"}\n')(context);
    await ensureImage(daemon, "prom/prometheus:v3.16.0");
  });

  it("make it impossible where they cannot be had, before the pull and in it", async (context) => {
    const refused = await pulled('{"message":"no such host"}', 500)(context);
    const expected = { message: "the image a:1 cannot be had: no such host" };
    await assert.rejects(ensureImage(refused, "a:1"), expected);
    const broken = await pulled('{"status":"Pulling"}\n{"error":"no such host"}\n')(context);
    await assert.rejects(ensureImage(broken, "a:1"), expected);
  });

  it("are left behind by nobody: what the daemon still has is found", async (context) => {
    const daemon = await daemonThat(({ url }) => ({
      status: url === "/volumes/data" ? 200 : 404,
      body: "{}",
    }))(context);
    const data = { kind: "volumes", id: "data" } as const;
    const gone = { kind: "containers", id: "one" } as const;
    assert.deepEqual(await remaining(daemon, [gone, data]), [data]);
  });
});

describe("the queries of a dashboard", () => {
  it("are those of all panels, with all that the variables can choose", () => {
    const dashboard = {
      title: "Board",
      panels: [
        {
          title: "Rate",
          targets: [{ expr: 'rate(a{job=~"$job", i=~"${instance:regex}"}[$__rate_interval])' }, {}],
        },
        { title: "Row", panels: [{ title: "Inside", targets: [{ expr: "b[${__range}]" }] }] },
        { title: "Text" },
      ],
    };
    assert.deepEqual(queriesOf(dashboard), [
      { panel: "Rate", expr: 'rate(a{job=~".+", i=~".+"}[$__rate_interval])' },
      { panel: "Inside", expr: "b[${__range}]" },
    ]);
  });

  const board = { title: "Board", panels: [{ title: "Panel", targets: [{ expr: "up" }] }] };
  const grafanaThat = async (context: TestContext, health: object, answer: object) => {
    const answers: Readonly<Record<string, object>> = {
      "/api/datasources/uid/prometheus/health": health,
      "/api/search?type=dash-db": [{ uid: "board", title: "Board" }],
      "/api/dashboards/uid/board": { dashboard: board },
      "/api/ds/query": answer,
    };
    const server = createServer(({ url = "" }, response) => {
      response.end(JSON.stringify(answers[url] ?? {}));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    context.after(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    return { url: `http://127.0.0.1:${port}`, password: "any" };
  };

  it("are asked, and counted", async (context) => {
    const grafana = await grafanaThat(context, { status: "OK" }, { results: { A: {} } });
    await expectHealthyDatasource(grafana);
    assert.deepEqual(await askEveryQuery(grafana), { dashboards: 1, queries: 1 });
  });

  it("fail with their panel and Grafana's words", async (context) => {
    const answer = { results: { A: { error: "parse error" } } };
    const grafana = await grafanaThat(context, { status: "ERROR", message: "refused" }, answer);
    await assert.rejects(expectHealthyDatasource(grafana), /prometheus is ERROR: refused/);
    await assert.rejects(askEveryQuery(grafana), /Board, Panel: up\n +parse error/);
  });
});

interface Request {
  readonly method: string | undefined;
  readonly url: string | undefined;
}

function daemonThat(answer: (request: Request) => { status: number; body: string }) {
  return async (context: TestContext): Promise<Endpoint> => {
    const directory = mkdtempSync(join(tmpdir(), "e2e-daemon-"));
    const path = join(directory, "docker.sock");
    const server = createServer(({ method, url }, response) => {
      const { status, body } = answer({ method, url });
      response.writeHead(status).end(body);
    });
    await new Promise<void>((resolve) => server.listen(path, resolve));
    context.after(() => {
      server.closeAllConnections();
      server.close();
      rmSync(directory, { recursive: true, force: true });
    });
    return { kind: "socket", path };
  };
}
