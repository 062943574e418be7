import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import type { RequestListener, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { describe, it } from "node:test";
import { thisMachine } from "../../toolchain/machine";
import type { ReleaseOf } from "../../toolchain/release";
import {
  findChecksum,
  grafanaRelease,
  nodeExporterRelease,
  prometheusRelease,
  pulumiRelease,
  unpackRelease,
} from "../../toolchain/release";
import { findOnPath } from "../../toolchain/subprocess";
import { Unavailable } from "../../toolchain/unavailable";
import type { FakeMachine } from "./fake-machine";
import { fakeMachine, lend, temporaryDirectory, writeProgram } from "./fake-machine";

const here = thisMachine();
const tar = findOnPath(here, "tar") ?? "tar, which is not on PATH";
const curl = findOnPath(here, "curl");

/** GNU tar starts gzip; others read such archives themselves. */
function lendTar(machine: FakeMachine): void {
  lend(machine, "tar", tar);
  const gzip = findOnPath(here, "gzip");
  if (gzip !== undefined) lend(machine, "gzip", gzip);
}

/** A release with one program in it, as the projects pack them: below a folder of its own. */
function packRelease(context: TestContext): Buffer {
  const directory = temporaryDirectory(context);
  writeProgram(join(directory, "prometheus-1.2.3", "prometheus"), "prometheus, version 1.2.3");
  const archive = join(directory, "archive.tar.gz");
  execFileSync(tar, ["-czf", archive, "-C", directory, "prometheus-1.2.3"]);
  return readFileSync(archive);
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function serve(context: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Answers {
  readonly checksums?: (response: ServerResponse) => void;
  readonly archive?: (response: ServerResponse) => void;
}

/** Serves a good release, except for what the test answers itself; unpacks what it gets. */
async function tryRelease(context: TestContext, answers: Answers = {}, patience = 5_000) {
  const bytes = packRelease(context);
  const name = "prometheus-1.2.3.linux-amd64.tar.gz";
  const host = await serve(context, (request, response) => {
    if (request.url?.endsWith("sha256sums.txt") === true) {
      if (answers.checksums !== undefined) answers.checksums(response);
      else response.end(`${"0".repeat(64)}  other.tar.gz\n${sha256(bytes)}  ${name}\n`);
    } else if (answers.archive !== undefined) answers.archive(response);
    else response.end(bytes);
  });
  const machine = fakeMachine(context, { patience: { answer: patience, stall: patience } });
  lendTar(machine);
  const target = temporaryDirectory(context);
  const hosts = { github: host, grafana: host, pulumi: host };
  const release = prometheusRelease("1.2.3", { system: "linux", architecture: "x64" }, hosts);
  const unpacking = unpackRelease(machine, release, target, { detail: () => undefined });
  return { unpacking, target, host };
}

describe("an official release", () => {
  it("is unpacked without the folder at its top", async (context) => {
    const { unpacking, target } = await tryRelease(context);
    await unpacking;
    assert.ok(existsSync(join(target, "prometheus")));
    assert.ok(!existsSync(join(target, ".download")), "the archive was left behind");
  });

  const refused = async (
    { unpacking, target }: Awaited<ReturnType<typeof tryRelease>>,
    message: RegExp,
  ): Promise<void> => {
    await assert.rejects(unpacking, (error) => {
      assert.ok(error instanceof Unavailable, String(error));
      assert.match(error.message, message);
      return true;
    });
    assert.ok(!existsSync(join(target, "prometheus")), "something was unpacked all the same");
  };

  it("is not used when its checksum differs", async (context) => {
    const attempt = await tryRelease(context, { archive: (response) => response.end("tampered") });
    await refused(
      attempt,
      /^prometheus-1.2.3.linux-amd64.tar.gz has SHA-256 [0-9a-f]{64} instead of/,
    );
  });

  it("is not used when no checksum is published for it", async (context) => {
    const attempt = await tryRelease(context, {
      checksums: (response) => response.end("nothing\n"),
    });
    await refused(
      attempt,
      /sha256sums\.txt does not name prometheus-1\.2\.3\.linux-amd64\.tar\.gz$/,
    );
  });

  it("is not used when the download is cut off", async (context) => {
    const attempt = await tryRelease(context, {
      archive(response) {
        response.writeHead(200, { "content-length": "1000" });
        response.write("half", () => response.destroy());
      },
    });
    await refused(attempt, /^127\.0\.0\.1:\d+ cannot be reached or broke off/);
  });

  it("is given up when it is not there", async (context) => {
    const attempt = await tryRelease(context, {
      archive: (response) => response.writeHead(404).end(),
    });
    await refused(attempt, /linux-amd64\.tar\.gz answered 404$/);
  });

  it("is given up when the server does not answer", async (context) => {
    const attempt = await tryRelease(context, { checksums: () => undefined }, 50);
    await refused(attempt, /^127\.0\.0\.1:\d+ did not answer within 0\.05 s$/);
  });

  it("is given up when the server stops in the middle", async (context) => {
    const attempt = await tryRelease(
      context,
      { archive: (response) => response.write("half") },
      200,
    );
    await refused(attempt, /^127\.0\.0\.1:\d+ sent nothing for 0\.2 s$/);
  });

  it("is given up when the server sends nothing after its headers", async (context) => {
    const archive = (response: ServerResponse): void => {
      response.flushHeaders();
    };
    const attempt = await tryRelease(context, { archive }, 200);
    await refused(attempt, /^127\.0\.0\.1:\d+ sent nothing for 0\.2 s$/);
  });

  it("is given up at once when the host cannot be reached", async (context) => {
    const machine = fakeMachine(context);
    const release = pulumiRelease("1.0.0", { system: "linux", architecture: "x64" }, machine.hosts);
    const target = temporaryDirectory(context);
    const unpacking = unpackRelease(machine, release, target, { detail: () => undefined });
    await assert.rejects(unpacking, /^Unavailable: 127\.0\.0\.1:2 cannot be reached/);
  });
});

describe("a machine without tar", () => {
  it("does without releases", async (context) => {
    const bytes = packRelease(context);
    const github = await serve(context, (request, response) => {
      const isArchive = request.url?.endsWith(".tar.gz") === true;
      response.end(isArchive ? bytes : sha256(bytes));
    });
    const machine = fakeMachine(context);
    const platform = { system: "linux", architecture: "x64" } as const;
    const release = prometheusRelease("1.2.3", platform, { ...machine.hosts, github });
    const target = temporaryDirectory(context);
    const unpacking = unpackRelease(machine, release, target, { detail: () => undefined });
    await assert.rejects(unpacking, /^Unavailable: tar could not be started/);
  });
});

describe("behind a proxy", () => {
  const viaProxy = async (context: TestContext, hasCurl: boolean, status = 200) => {
    const bytes = packRelease(context);
    const asked: string[] = [];
    const proxy = await serve(context, (request, response) => {
      asked.push(request.url ?? "");
      const isArchive = request.url?.endsWith(".tar.gz") === true;
      response.writeHead(status);
      response.end(isArchive ? bytes : `${sha256(bytes)}  grafana-1.2.3.linux-arm64.tar.gz`);
    });
    const machine = fakeMachine(context, { env: { http_proxy: proxy } });
    lendTar(machine);
    if (hasCurl && curl !== undefined) lend(machine, "curl", curl);
    const host = "http://releases.invalid";
    const hosts = { github: host, grafana: host, pulumi: host };
    const release = grafanaRelease("1.2.3", { system: "linux", architecture: "arm64" }, hosts);
    const target = temporaryDirectory(context);
    return {
      unpacking: unpackRelease(machine, release, target, { detail: () => undefined }),
      asked,
    };
  };

  const skip = curl === undefined && "no curl on this machine";
  it("curl downloads", { skip }, async (context) => {
    const { unpacking, asked } = await viaProxy(context, true);
    await unpacking;
    const archive = "http://releases.invalid/oss/release/grafana-1.2.3.linux-arm64.tar.gz";
    assert.deepEqual(asked, [`${archive}.sha256`, archive]);
  });

  it("a refusal of the proxy is the reason", { skip }, async (context) => {
    const { unpacking } = await viaProxy(context, true, 403);
    await assert.rejects(unpacking, /^Unavailable: releases\.invalid through the proxy: .*403/);
  });

  it("the lack of curl is the reason", async (context) => {
    const { unpacking } = await viaProxy(context, false);
    await assert.rejects(unpacking, /releases\.invalid is behind a proxy, which needs curl/);
  });
});

describe("the addresses of releases", () => {
  const hosts = { github: "https://github.com", grafana: "https://g", pulumi: "https://p" };
  const addresses: readonly [ReleaseOf, string, string][] = [
    [
      pulumiRelease,
      "https://p/releases/sdk/pulumi-v1.2.3-darwin-arm64.tar.gz",
      "https://github.com/pulumi/pulumi/releases/download/v1.2.3/pulumi-1.2.3-checksums.txt",
    ],
    [
      prometheusRelease,
      "https://github.com/prometheus/prometheus/releases/download/v1.2.3/prometheus-1.2.3.darwin-arm64.tar.gz",
      "https://github.com/prometheus/prometheus/releases/download/v1.2.3/sha256sums.txt",
    ],
    [
      nodeExporterRelease,
      "https://github.com/prometheus/node_exporter/releases/download/v1.2.3/node_exporter-1.2.3.darwin-arm64.tar.gz",
      "https://github.com/prometheus/node_exporter/releases/download/v1.2.3/sha256sums.txt",
    ],
    [
      grafanaRelease,
      "https://g/oss/release/grafana-1.2.3.darwin-arm64.tar.gz",
      "https://g/oss/release/grafana-1.2.3.darwin-arm64.tar.gz.sha256",
    ],
  ];
  for (const [releaseOf, archive, checksums] of addresses) {
    it(`lead to ${archive}`, () => {
      const release = releaseOf("1.2.3", { system: "darwin", architecture: "arm64" }, hosts);
      assert.deepEqual(release, { archive, checksums });
    });
  }
});

describe("a list of checksums", () => {
  const hash = "a".repeat(64);
  it("names the file behind the hash, or has the hash alone", () => {
    assert.equal(findChecksum(`${hash}  x.tar.gz\n`, "x.tar.gz"), hash);
    assert.equal(findChecksum(`${hash} *x.tar.gz\r\n`, "x.tar.gz"), hash);
    assert.equal(findChecksum(hash.toUpperCase(), "x.tar.gz"), hash);
    assert.equal(findChecksum(`${hash}  y-x.tar.gz\n`, "x.tar.gz"), undefined);
    assert.equal(findChecksum("<html>not here</html>", "x.tar.gz"), undefined);
  });
});
