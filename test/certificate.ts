import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** Whether this machine can make certificates: nothing in Node can. */
export const withoutOpenssl =
  spawnSync("openssl", ["version"]).status !== 0 && "there is no openssl on this machine";

export interface MadeCertificate {
  readonly certFile: string;
  readonly keyFile: string;
}

/**
 * A certificate that vouches for itself, for two days.
 * @param names as in `DNS:gaudi-03,IP:10.0.0.3`; none: without subject alternative names
 */
export function makeCertificate(folder: string, name: string, names?: string): MadeCertificate {
  const certFile = join(folder, `${name}.pem`);
  const keyFile = join(folder, `${name}.key`);
  const { status, stderr } = spawnSync(
    "openssl",
    [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"],
      ...["-days", "2", "-subj", `/CN=${name}`, "-out", certFile, "-keyout", keyFile],
      ...(names === undefined ? [] : ["-addext", `subjectAltName=${names}`]),
    ],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`openssl made no certificate:\n${stderr}`);
  return { certFile, keyFile };
}
