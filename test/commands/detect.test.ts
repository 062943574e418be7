import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type RequestListener, createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, describe, it } from "node:test";

import { detect } from "../../commands/detect";
import { dockerEndpoint } from "../../commands/docker/endpoint";
import { listContainers } from "../../commands/docker/list-containers";

/** What Docker 20.10 answered about OPEA's 1.5 xeon compose.yaml, and a container beside it. */
const recorded = readFileSync(join(__dirname, "docker-containers.json"), "utf8");

const localSettings = `config:
  chatqna-monitoring:platform: process
  chatqna-monitoring:targets:
    chatqna: { via: replay }
`;
const devSettings = `config:
  chatqna-monitoring:platform: docker
  chatqna-monitoring:grafana:
    adminPassword: { secure: AAAB }
    secretKey: { secure: AAAB }
`;

describe("npm run detect", () => {
  it("shows what it found, asks, and writes what stack local scrapes", async (context) => {
    const world = await startWorld(context);
    const { code, printed } = await world.detect([], () => true);

    assert.equal(code, 0, printed);
    assert.match(printed, /^xeon: ChatQnA 1\.5 on xeon, as compose\.yaml starts it$/m);
    assert.match(printed, /^ {2}vllm-service +\S+:v0\.10\.1 +llm +localhost:9009$/m);
    assert.match(printed, /^ {2}chatqna-xeon-ui-server .* no \/metrics +exited$/m);
    assert.match(printed, /^Not placed: .*\n {2}jaeger /m);
    assert.match(printed, /Wrote Pulumi\.local\.yaml\. Next: npm start\n$/);
    assert.deepEqual(world.asked.length, 1);
    assert.match(world.asked[0] ?? "", /replaces its targets\.chatqna:\n {2}via: replay\n/);
    assert.match(world.read("Pulumi.local.yaml"), /via: host, release: "1\.5", hardware: xeon/);
  });

  it("writes nothing after a no, without a terminal, and when all is said already", async (context) => {
    const world = await startWorld(context);

    assert.match((await world.detect([], () => false)).printed, /Nothing was written\.\n$/);
    assert.match((await world.detect([])).printed, /no terminal to ask at.* add --yes\.\n$/);
    assert.equal(world.read("Pulumi.local.yaml"), localSettings);
    await world.detect(["--yes"]);
    assert.match((await world.detect(["--yes"])).printed, /says all of it already\.\n$/);
  });

  it("writes the network for a stack on docker", async (context) => {
    const world = await startWorld(context);
    const { code, printed } = await world.detect(["--stack", "dev", "--yes"]);

    assert.equal(code, 0, printed);
    assert.match(printed, /npm start -- --stack dev\n$/);
    const written = world.read("Pulumi.dev.yaml");
    assert.match(written, /via: compose\n/);
    assert.match(written, /chatqna-monitoring:docker:\n {4}network: xeon_default\n/);
    assert.match(written, /adminPassword: \{ secure: AAAB \}/);
  });

  it("has the same as JSON, and writes it only if told", async (context) => {
    const world = await startWorld(context);
    const { printed } = await world.detect(["--json"], () => true);
    const facts = JSON.parse(printed) as Record<string, unknown>;

    assert.deepEqual(facts["settings"], {
      via: "host",
      release: "1.5",
      hardware: "xeon",
      engine: "vllm",
      vectorStore: "redis",
    });
    assert.equal(facts["written"], false);
    assert.deepEqual(world.asked, []);
    assert.equal(world.read("Pulumi.local.yaml"), localSettings);
    await world.detect(["--json", "--yes"]);
    assert.match(world.read("Pulumi.local.yaml"), /via: host/);
  });

  it("tells before asking why the stack would be refused", async (context) => {
    const world = await startWorld(context);
    world.write("Pulumi.local.yaml", "config:\n  chatqna-monitoring:prometheus: { port: 9009 }\n");
    const { code, printed } = await world.detect([], () => false);

    assert.equal(code, 1);
    assert.match(printed, /With them the stack is refused\. Pulumi\.local\.yaml: 1 problem/);
  });

  it("wants a project named when several are a ChatQnA", async (context) => {
    const twice = [
      ...(JSON.parse(recorded) as unknown[]),
      ...(JSON.parse(recorded.replaceAll('"xeon"', '"second"')) as unknown[]),
    ];
    const world = await startWorld(context, { containers: JSON.stringify(twice) });

    await assert.rejects(world.detect([]), /several\. Name one: .*--project[^]*second[^]*xeon/);
    assert.match((await world.detect(["--project", "second"])).printed, /^second: ChatQnA 1\.5/);
    await assert.rejects(world.detect(["--project", "web"]), /project web is no ChatQnA/);
    await assert.rejects(world.detect(["--project", "none"]), /no compose project none[^]*xeon/);
  });

  it("says what to do when there is no ChatQnA", async (context) => {
    const empty = await startWorld(context, { containers: "[]" });
    await assert.rejects(empty.detect([]), /Docker has no containers\. Start your ChatQnA/);
    const other = recorded
      .replaceAll("chatqna-xeon-backend-server", "x")
      .replaceAll("opea/chatqna:", "y:");
    const stranger = await startWorld(context, { containers: other });
    await assert.rejects(stranger.detect([]), /None of these is a ChatQnA[^]*xeon +10 +no/);
  });

  it("refuses a stack that it cannot serve", async (context) => {
    const world = await startWorld(context);
    await assert.rejects(
      world.detect(["--stack", "prod"]),
      /^UserError: There is no Pulumi\.prod\.yaml\. Stacks with settings here: dev, local\.$/,
    );
    world.write("Pulumi.prod.yaml", "config:\n  chatqna-monitoring:platform: kubernetes\n");
    await assert.rejects(world.detect(["--stack", "prod"]), /platform: kubernetes, which does not/);
    world.write("Pulumi.prod.yaml", "config: [\n");
    await assert.rejects(world.detect(["--stack", "prod"]), /Pulumi\.prod\.yaml is not valid YAML/);
    await assert.rejects(
      world.detect(["--projekt"]),
      /^UserError: .*--projekt[^]*--project <name>/,
    );
  });
});

describe("asking Docker", () => {
  it("names what is wrong with a daemon, and what to do", async (context) => {
    const directory = temporary(context);
    const absent = { kind: "socket", path: join(directory, "none.sock") } as const;
    await assert.rejects(
      listContainers(absent),
      /does not run here: there is no socket .*none\.sock/,
    );

    const web = await listen(context, (_, response) => response.end("<html>"));
    await assert.rejects(listContainers({ kind: "socket", path: web }), /is not Docker/);

    const silent = await listen(context, () => undefined);
    await assert.rejects(
      listContainers({ kind: "socket", path: silent }, 50),
      /did not answer within 0\.05 s/,
    );
  });

  it("looks where the docker command would, and first where the stack says", (context) => {
    const home = temporary(context);
    const endpoint = (environment: Record<string, string>, stackHost?: string) =>
      dockerEndpoint({ environment, home }, stackHost);

    assert.deepEqual(endpoint({ DOCKER_HOST: "unix:///a.sock" }), {
      kind: "socket",
      path: "/a.sock",
    });
    const tcp = { kind: "tcp", host: "gaudi-03", port: 2376 };
    assert.deepEqual(endpoint({ DOCKER_HOST: "tcp://gaudi-03:2376" }), tcp);
    assert.deepEqual(endpoint({ DOCKER_HOST: "unix:///a" }, "tcp://gaudi-03:2376"), tcp);
    assert.throws(
      () => endpoint({ DOCKER_HOST: "ssh://gaudi-03" }),
      /run npm run detect on that machine/,
    );
    assert.throws(
      () => endpoint({ DOCKER_HOST: "gaudi-03" }),
      /DOCKER_HOST is gaudi-03, which is no/,
    );
    assert.throws(
      () => endpoint({ DOCKER_HOST: "tcp://gaudi-03:2376", DOCKER_TLS_VERIFY: "1" }),
      /TLS is not supported: run npm run detect on gaudi-03/,
    );
  });

  it("follows the Docker context in use", (context) => {
    const home = temporary(context);
    const folder = createHash("sha256").update("rootless").digest("hex");
    const meta = join(home, ".docker", "contexts", "meta", folder);
    const user = { environment: {}, home };
    mkdirSync(meta, { recursive: true });
    writeFileSync(join(home, ".docker", "config.json"), '{"currentContext":"rootless"}');
    assert.throws(() => dockerEndpoint(user), /context rootless is in use, but .*meta\.json/);
    writeFileSync(
      join(meta, "meta.json"),
      '{"Endpoints":{"docker":{"Host":"unix:///run/user/1000/docker.sock"}}}',
    );
    assert.deepEqual(dockerEndpoint(user), {
      kind: "socket",
      path: "/run/user/1000/docker.sock",
    });
  });
});

/** A folder with settings of two stacks, and a daemon that lists the containers. */
async function startWorld(context: TestContext, { containers = recorded } = {}) {
  const directory = temporary(context);
  const write = (file: string, text: string) => {
    writeFileSync(join(directory, file), text);
  };
  write("Pulumi.local.yaml", localSettings);
  write("Pulumi.dev.yaml", devSettings);
  const socket = await listen(context, ({ url }, response) => {
    response.statusCode = url === "/containers/json?all=1" ? 200 : 404;
    response.end(containers);
  });
  const asked: string[] = [];
  return {
    asked,
    write,
    read: (file: string) => readFileSync(join(directory, file), "utf8"),
    detect: async (args: readonly string[], answer?: () => boolean) => {
      let printed = "";
      const code = await detect(args, {
        user: { environment: { DOCKER_HOST: `unix://${socket}` }, home: directory },
        directory,
        print: (text) => {
          printed += text;
        },
        ask:
          answer &&
          ((question) => {
            asked.push(question);
            return Promise.resolve(answer());
          }),
      });
      return { code, printed };
    },
  };
}

async function listen(context: TestContext, listener: RequestListener): Promise<string> {
  const socket = join(temporary(context), "docker.sock");
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  context.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return socket;
}

function temporary(context: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), "detect-"));
  context.after(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  return directory;
}
