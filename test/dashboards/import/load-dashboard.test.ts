import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "node:test";
import { ImportError } from "../../../dashboards/import/import-error";
import { loadDashboard } from "../../../dashboards/import/load-dashboard";

const text = '{"title": "Größe", "panels": []}';
const sha256 = createHash("sha256").update(text).digest("hex");

async function refused(loading: Promise<unknown>): Promise<string> {
  const error = await loading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ImportError, `no ImportError, but ${String(error)}`);
  return error.message;
}

describe("a dashboard from a file", () => {
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "load-"));
  });
  after(() => {
    rmSync(directory, { recursive: true });
  });

  it("is read with its checksum", async () => {
    const file = join(directory, "board.json");
    writeFileSync(file, text);
    assert.deepEqual(await loadDashboard(file, sha256.toUpperCase()), { text, sha256 });
  });

  it("must be what was pinned", async () => {
    const file = join(directory, "changed.json");
    writeFileSync(file, `${text} `);
    const message = await refused(loadDashboard(file, sha256));
    assert.match(message, /is not the file that was pinned:\n {2}expected [0-9a-f]{64}\n {2}found/);
  });

  it("must be there", async () => {
    const message = await refused(loadDashboard(join(directory, "none.json")));
    assert.match(message, /none\.json cannot be read: there is no such file/);
  });

  it("must not be over 5 MB", async () => {
    const file = join(directory, "large.json");
    writeFileSync(file, "");
    truncateSync(file, 6 * 1024 * 1024);
    assert.match(await refused(loadDashboard(file)), /6\.0 MB, over 5 MB/);
  });
});

describe("a dashboard from an address", () => {
  const servers: Server[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  function serve(answer: RequestListener): Promise<string> {
    const server = createServer(answer);
    servers.push(server);
    return new Promise((resolve) => {
      server.listen(0, "127.0.0.1", () => {
        const bound = server.address();
        assert.ok(bound !== null && typeof bound !== "string");
        resolve(`http://127.0.0.1:${bound.port}`);
      });
    });
  }

  it("is read, also behind a redirect on its host", async () => {
    const url = await serve((request, response) => {
      if (request.url === "/old") response.writeHead(302, { location: "/new" }).end();
      else response.end(text);
    });
    assert.deepEqual(await loadDashboard(`${url}/old`, sha256), { text, sha256 });
  });

  it("is not followed to another host", async () => {
    let asked = false;
    const other = await serve((_request, response) => {
      asked = true;
      response.end(text);
    });
    const url = await serve((_request, response) => {
      response.writeHead(302, { location: `${other}/board.json` }).end();
    });
    const message = await refused(loadDashboard(url, sha256));
    assert.match(message, /redirects to http:\/\/127\.0\.0\.1:\d+, another host/);
    assert.ok(message.includes(`${other}/board.json`), message);
    assert.equal(asked, false);
  });

  it("is not followed for ever", async () => {
    const url = await serve((_request, response) => {
      response.writeHead(302, { location: "/" }).end();
    });
    assert.match(await refused(loadDashboard(url)), /redirects more than 5 times/);
  });

  it("must be what was pinned", async () => {
    const url = await serve((_request, response) => response.end("{}"));
    assert.match(await refused(loadDashboard(url, sha256)), /is not the file that was pinned/);
  });

  it("must not be over 5 MB, whatever its length is said to be", async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200);
      const piece = Buffer.alloc(1024 * 1024, " ");
      for (let pieces = 0; pieces < 7; pieces++) response.write(piece);
      response.end();
    });
    assert.match(await refused(loadDashboard(url)), /more than 5 MB/);
  });

  it("must be there", async () => {
    const url = await serve((_request, response) => response.writeHead(404).end("no"));
    assert.match(await refused(loadDashboard(`${url}/x`)), /\/x answered 404 Not Found/);
  });

  it("must be reachable", async () => {
    const url = await serve(() => undefined);
    const [server] = servers.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    assert.match(await refused(loadDashboard(url)), /cannot be reached: .*ECONNREFUSED/);
  });
});
