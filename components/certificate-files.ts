import { X509Certificate, createPrivateKey } from "node:crypto";
import { readFile } from "node:fs/promises";
import { PlanError } from "../plan/plan-error";
import type { Certificate } from "../plan/prometheus/certificate";
import type { TlsFiles } from "../plan/settings/tls";

export interface CertificateFiles {
  readonly certificate: Certificate;
  /** PEM. A secret. */
  readonly key: string;
}

/**
 * Reads what the settings name and a container does not see, and finds what a server would refuse at
 * its start, or every client at its first request.
 * @throws PlanError naming the setting and the file
 */
export async function readCertificate(tls: TlsFiles): Promise<CertificateFiles> {
  const [chain, key, authority] = await Promise.all([
    readSetting("certFile", tls.certFile),
    readSetting("keyFile", tls.keyFile),
    tls.caFile === undefined ? undefined : readSetting("caFile", tls.caFile),
  ]);
  const certificate = parsed("certFile", tls.certFile, "certificate", () => {
    return new X509Certificate(chain);
  });
  const privateKey = parsed("keyFile", tls.keyFile, "key without a passphrase", () => {
    return createPrivateKey(key);
  });
  if (!certificate.checkPrivateKey(privateKey)) {
    throw problem("keyFile", `${tls.keyFile} is not the key of ${tls.certFile}.`);
  }
  if (tls.caFile !== undefined) {
    parsed("caFile", tls.caFile, "certificate", () => new X509Certificate(authority ?? ""));
  }
  const serverName = nameIn(certificate);
  if (serverName === undefined) {
    throw problem(
      "certFile",
      `${tls.certFile} names nobody: it has no subject alternative name (DNS or IP address), ` +
        "without which no client accepts it.",
    );
  }
  return { certificate: { chain, authority: authority ?? chain, serverName }, key };
}

async function readSetting(name: keyof TlsFiles, file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw problem(name, `${file} cannot be read (${reason}).`);
  }
}

function parsed<T>(name: keyof TlsFiles, file: string, what: string, parse: () => T): T {
  try {
    return parse();
  } catch {
    throw problem(name, `${file} holds no PEM ${what}.`);
  }
}

/** The first DNS name, else the first address. Any host will do for a wildcard. */
function nameIn({ subjectAltName = "" }: X509Certificate): string | undefined {
  const name = /(?:^|, )DNS:([^",]+)/.exec(subjectAltName)?.[1];
  const address = /(?:^|, )IP Address:([^",]+)/.exec(subjectAltName)?.[1];
  return name?.replace(/^\*/, "prometheus") ?? address;
}

function problem(name: keyof TlsFiles, message: string): PlanError {
  return new PlanError(`chatqna-monitoring:prometheus.tls.${name}: ${message}`);
}
