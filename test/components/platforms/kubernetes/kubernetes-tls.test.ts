import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { connect } from "node:tls";
import { describe, it } from "node:test";
import { parse } from "yaml";
import type { WorkloadShape } from "../../../../components/platforms/kubernetes/shape";
import { renderedFiles } from "../../../../commands/render/rendered-files";
import { makeCertificate, withoutOpenssl } from "../../../certificate";
import { freePort } from "../../../../toolchain/free-port";
import { missingPrometheus3, runTool, testTools, unless } from "../../../tools";
import { clusterSettings, planOf, shapeOf } from "./clusters";
import { type Fields, at, list, podOf } from "./policies";

const bcrypt = `$2y$10$${"abcdefghijklmnopqrstuv".padEnd(53, "x")}`;

function settingsWith(tls: object = {}, prometheus: object = {}) {
  return clusterSettings({
    prometheus: { tls: { secretName: "prometheus-tls", ...tls }, ...prometheus },
  });
}

function shaped(name: string, settings = settingsWith()): WorkloadShape {
  const found = shapeOf(settings).workloads.find(({ workload }) => workload.name === name);
  assert.ok(found, `no ${name}`);
  return found;
}

/** What a pod is given of the Secret. */
function given(shape: WorkloadShape, secret = "prometheus-tls"): readonly unknown[] {
  return list(podOf(shape.server)?.["volumes"])
    .flatMap((volume) => list(at(volume, "projected", "sources")))
    .filter((source) => at(source, "secret", "name") === secret)
    .flatMap((source) => list(at(source, "secret", "items")));
}

const containerOf = ({ server }: WorkloadShape): Fields =>
  list(podOf(server)?.["containers"])[0] ?? assert.fail("no container");

function datasourceOf(shape: WorkloadShape): Fields {
  const file = shape.workload.files.find(({ path }) => path.endsWith("datasources/prometheus.yml"));
  const text = [file?.content ?? ""]
    .flat()
    .map((part) => (typeof part === "string" ? part : `<${part.ref}>`))
    .join("");
  return list((parse(text) as Fields)["datasources"])[0] ?? assert.fail("no datasource");
}

describe("TLS of Prometheus in a pod", () => {
  it("has certificate and key of the Secret among its files, read-only", () => {
    const prometheus = shaped("prometheus");
    assert.deepEqual(given(prometheus), [
      { key: "tls.crt", path: "tls/tls.crt" },
      { key: "tls.key", path: "tls/tls.key" },
    ]);
    const [files] = list(containerOf(prometheus)["volumeMounts"]);
    assert.deepEqual(files, { name: "files", mountPath: "/etc/prometheus", readOnly: true });
    const args = containerOf(prometheus)["args"] as readonly string[];
    assert.ok(args.includes("--web.config.file=/etc/prometheus/web.yml"), args.join(" "));
  });

  it("is asked over HTTPS whether it is ready, and by promtool where it wants a password", () => {
    for (const name of ["startupProbe", "readinessProbe"]) {
      const probe = at(containerOf(shaped("prometheus")), name, "httpGet");
      assert.deepEqual(probe, { path: "/-/ready", port: "web", scheme: "HTTPS" });
      const protectedWeb = {
        authentication: {
          users: { monitor: bcrypt },
          monitor: { username: "monitor", password: "hunter2" },
        },
      };
      const asked = at(
        containerOf(shaped("prometheus", settingsWith({}, protectedWeb))),
        ...[name, "exec", "command"],
      ) as readonly string[];
      assert.deepEqual(asked.slice(0, 4), [
        ...["promtool", "check", "ready", "--url=https://127.0.0.1:9090"],
      ]);
    }
  });

  it("is taken by an image that has nothing to check its health over TLS: the kubelet does", () => {
    assert.doesNotThrow(() => settingsWith({}, { version: "2.43.0" }));
  });

  it("gives Grafana the authority, and never the key", () => {
    const grafana = shaped("grafana");
    assert.deepEqual(given(grafana), [{ key: "ca.crt", path: "tls/prometheus-authority.pem" }]);
    const { url, jsonData, secureJsonData } = datasourceOf(grafana);
    assert.equal(url, "https://<reach>");
    assert.equal(at(jsonData, "tlsAuthWithCACert"), true);
    assert.equal(at(jsonData, "serverName"), "prometheus.chatqna-monitoring.svc");
    assert.deepEqual(secureJsonData, { tlsCACert: "$__file{<file>}" });
  });

  it("gives Grafana nothing where a public authority vouches for the certificate", () => {
    const settings = settingsWith({ authority: "system", serverName: "prometheus.example" });
    const grafana = shaped("grafana", settings);
    assert.deepEqual(given(grafana), []);
    const { jsonData, secureJsonData } = datasourceOf(grafana);
    assert.equal(at(jsonData, "tlsAuthWithCACert"), undefined);
    assert.equal(at(jsonData, "serverName"), "prometheus.example");
    assert.equal(secureJsonData, undefined);
  });

  it("says with its rendering which Secret somebody else must make", () => {
    const settings = settingsWith();
    const page = renderedFiles(planOf(settings), settings).find(
      ({ path }) => path === "SECRETS.md",
    );
    assert.match(page?.text ?? "", /## prometheus-tls\n\n.*`tls\.crt`, `tls\.key`, `ca\.crt`/);
  });
});

/** The file that Prometheus reads its certificate's place from. */
function webConfiguration(): string {
  const { workload } = shaped("prometheus");
  const { content } = workload.files.find(({ path }) => path === "web.yml") ?? assert.fail();
  return [content].flat().map(String).join("");
}

const { prometheus3: program = "" } = testTools;

describe("its web configuration", { skip: withoutOpenssl }, () => {
  for (const [version, promtool = ""] of Object.entries(testTools.promtool)) {
    it(`is what promtool ${version} takes`, { skip: unless(promtool, "promtool") }, (context) => {
      const directory = withCertificate();
      context.after(() => {
        rmSync(directory, { recursive: true });
      });
      runTool(promtool, ["check", "web-config", join(directory, "web.yml")], directory);
    });
  }

  it("serves a renewed certificate without a reload", { skip: missingPrometheus3() }, async () => {
    const directory = withCertificate();
    const port = await freePort();
    writeFileSync(join(directory, "prometheus.yml"), "{}\n");
    const child = spawn(
      program,
      [
        "--config.file=prometheus.yml",
        "--web.config.file=web.yml",
        `--web.listen-address=127.0.0.1:${port}`,
        "--log.level=error",
      ],
      { cwd: directory, stdio: ["ignore", "ignore", "inherit"] },
    );
    try {
      const first = await servedBy(port);
      renew(directory);
      assert.notEqual(await servedBy(port), first, "the old certificate is served");
    } finally {
      const end = once(child, "exit");
      child.kill("SIGTERM");
      await end;
      rmSync(directory, { recursive: true });
    }
  });
});

function withCertificate(): string {
  const directory = mkdtempSync(join(tmpdir(), "kubernetes-tls-"));
  mkdirSync(join(directory, "tls"));
  writeFileSync(join(directory, "web.yml"), webConfiguration());
  renew(directory);
  return directory;
}

function renew(directory: string): void {
  const { certFile, keyFile } = makeCertificate(directory, "made", "DNS:prometheus.test.svc");
  renameSync(certFile, join(directory, "tls", "tls.crt"));
  renameSync(keyFile, join(directory, "tls", "tls.key"));
}

/** The fingerprint of the certificate that is served there, once one is. */
async function servedBy(port: number): Promise<string> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const socket = connect({ host: "127.0.0.1", port, rejectUnauthorized: false });
    try {
      await once(socket, "secureConnect");
      return socket.getPeerCertificate().fingerprint256;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await setTimeout(50);
    } finally {
      socket.destroy();
    }
  }
}
