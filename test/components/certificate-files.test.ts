import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { readCertificate } from "../../components/certificate-files";
import type { TlsFiles } from "../../plan/settings/tls";
import { makeCertificate, withoutOpenssl } from "../certificate";

describe("the files of prometheus.tls, for a container", { skip: withoutOpenssl }, () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  const refused = (tls: TlsFiles, message: string) =>
    assert.rejects(readCertificate(tls), { name: "PlanError", message });

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "certificate-"));
    makeCertificate(folder, "host", "IP:10.0.0.3,DNS:gaudi-03.example.com");
    makeCertificate(folder, "wildcard", "DNS:*.example.com");
    makeCertificate(folder, "address", "IP:10.0.0.3");
    makeCertificate(folder, "nameless");
    writeFileSync(at("empty.pem"), "");
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const files = (name: string): TlsFiles => ({
    from: "files",
    certFile: at(`${name}.pem`),
    keyFile: at(`${name}.key`),
  });

  it("are taken as they are, with a name that a client can expect", async () => {
    const { certificate, key } = await readCertificate(files("host"));
    const chain = readFileSync(at("host.pem"), "utf8");
    assert.deepEqual(certificate, {
      chain,
      authority: chain,
      serverName: "gaudi-03.example.com",
    });
    assert.equal(key, readFileSync(at("host.key"), "utf8"));
    const named = async (name: string) => (await readCertificate(files(name))).certificate;
    assert.equal((await named("wildcard")).serverName, "prometheus.example.com");
    assert.equal((await named("address")).serverName, "10.0.0.3");
  });

  it("are checked against the authority that is named", async () => {
    const { certificate } = await readCertificate({
      ...files("host"),
      caFile: at("wildcard.pem"),
    });
    assert.equal(certificate.authority, readFileSync(at("wildcard.pem"), "utf8"));
  });

  it("are refused where a server or every client would refuse them", async () => {
    const setting = (name: string) => `chatqna-monitoring:prometheus.tls.${name}: `;
    const host = files("host");
    await refused(
      { ...host, certFile: at("missing.pem") },
      `${setting("certFile")}${at("missing.pem")} cannot be read ` +
        `(ENOENT: no such file or directory, open '${at("missing.pem")}').`,
    );
    await refused(
      { ...host, certFile: at("empty.pem") },
      `${setting("certFile")}${at("empty.pem")} holds no PEM certificate.`,
    );
    await refused(
      { ...host, keyFile: at("empty.pem") },
      `${setting("keyFile")}${at("empty.pem")} holds no PEM key without a passphrase.`,
    );
    await refused(
      { ...host, keyFile: at("address.key") },
      `${setting("keyFile")}${at("address.key")} is not the key of ${at("host.pem")}.`,
    );
    await refused(
      { ...host, caFile: at("host.key") },
      `${setting("caFile")}${at("host.key")} holds no PEM certificate.`,
    );
    await refused(
      files("nameless"),
      `${setting("certFile")}${at("nameless.pem")} names nobody: it has no subject alternative ` +
        "name (DNS or IP address), without which no client accepts it.",
    );
  });
});
