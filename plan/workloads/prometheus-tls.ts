import { type Certificate, certificateKeySecret } from "../prometheus/certificate";
import type { WebConfiguration } from "../prometheus/web-config";
import { type TlsSettings, tlsKeys } from "../settings/tls";
import type { ConfigFile, KeyOfSecret } from "./workload";

/** Relative to the file that names them. */
const copied = { certFile: "tls/server.pem", keyFile: "tls/server.key" } as const;
const mounted = { certFile: "tls/tls.crt", keyFile: "tls/tls.key" } as const;

/**
 * Where the server finds its certificate. It reads both files again at each handshake
 * (`GetConfigForClient` of github.com/prometheus/exporter-toolkit, web/tls_config.go), so that a
 * renewed one needs neither a reload nor a restart.
 * @param certificate the files' texts, where the server does not see the settings' own
 */
export function webTls(
  tls: TlsSettings | undefined,
  certificate: Certificate | undefined,
): WebConfiguration["tls"] {
  if (tls?.from === "secret") return mounted;
  return certificate === undefined ? tls : copied;
}

export function certificateFiles(certificate: Certificate | undefined): readonly ConfigFile[] {
  if (certificate === undefined) return [];
  const { chain } = certificate;
  const key = { ref: "secret", key: certificateKeySecret } as const;
  return [
    { path: copied.certFile, content: chain, secret: false, onChange: "nothing" },
    { path: copied.keyFile, content: [key], secret: true, onChange: "nothing" },
  ];
}

/** What of a Secret the server is to have: not the authority, whom it needs not know. */
export function certificateKeys(tls: TlsSettings | undefined): readonly KeyOfSecret[] {
  if (tls?.from !== "secret") return [];
  return [
    { secret: tls.secretName, key: tlsKeys.certificate, path: mounted.certFile },
    { secret: tls.secretName, key: tlsKeys.key, path: mounted.keyFile },
  ];
}

/** What our own clients on this machine check the certificate against. */
export function caFileOf(tls: TlsSettings | undefined): string | undefined {
  return tls?.from === "files" ? tls.caFile : undefined;
}
