import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CannotRun } from "./cannot-run";
import { eventually } from "./checks";
import type { Cluster, ScratchNamespaces } from "./cluster-under-test";
import type { Kubectl } from "./kubectl";
import { expectReady } from "./plain-checks";
import { RenderedStack } from "./rendered-stack";

const secretName = "prometheus-tls";

/** In the namespace, and with the claims, of a stack that kept them. */
function tlsSettings({ kept: namespace }: ScratchNamespaces) {
  return {
    platform: "kubernetes",
    kubernetes: { namespace, createNamespace: false, storage: { keep: true } },
    targets: { static: [{ job: "tgi", address: "tgi.example:80" }] },
    prometheus: { tls: { secretName } },
    grafana: { adminPassword: "unused-0123", secretKey: "unused-0123456789" },
  };
}

/** @throws CannotRun where nothing makes a certificate */
export async function checkTls({
  kubectl,
  namespaces,
  checks,
  podSeconds,
}: Cluster): Promise<void> {
  const { kept: namespace } = namespaces;
  const certificate = makeCertificate(`prometheus.${namespace}.svc`);
  const stack = new RenderedStack(kubectl, tlsSettings(namespaces));
  await checks.expect(
    "with the certificate of a Secret every pod gets in, and is asked over HTTPS whether it is ready",
    async () => {
      await kubectl.run(["apply", "--server-side", "--filename=-"], secret(namespace, certificate));
      await stack.prepare();
      await stack.apply();
      await eventually(podSeconds, () => expectReady(kubectl, stack));
      await expectProbes(kubectl, namespace);
      await stack.delete();
      await kubectl.run(["delete", "secret", secretName, "--namespace", namespace]);
    },
  );
}

/** As the API server has them. */
async function expectProbes(kubectl: Kubectl, namespace: string): Promise<void> {
  const args = ["get", "pod", "prometheus-0", "--namespace", namespace];
  const { spec } = (await kubectl.json(args)) as {
    readonly spec: { readonly containers: readonly Readonly<Record<string, Probe>>[] };
  };
  for (const name of ["startupProbe", "readinessProbe"]) {
    const scheme = spec.containers[0]?.[name]?.httpGet?.scheme;
    if (scheme !== "HTTPS") throw new Error(`The ${name} asks over ${scheme ?? "nothing"}.`);
  }
}

interface Probe {
  readonly httpGet?: { readonly scheme: string };
}

function secret(namespace: string, { certificate, key }: Pair): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: secretName, namespace },
    type: "kubernetes.io/tls",
    stringData: { "tls.crt": certificate, "tls.key": key, "ca.crt": certificate },
  });
}

interface Pair {
  readonly certificate: string;
  readonly key: string;
}

/** Its own authority, for two days. */
function makeCertificate(name: string): Pair {
  const directory = mkdtempSync(join(tmpdir(), "e2e-tls-"));
  const [certificate, key] = [join(directory, "tls.crt"), join(directory, "tls.key")];
  try {
    const { status } = spawnSync("openssl", [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
      ...["-days", "2", "-subj", "/CN=e2e", "-addext", `subjectAltName=DNS:${name}`],
      ...["-out", certificate, "-keyout", key],
    ]);
    if (status !== 0) throw new CannotRun("openssl, which makes its certificate, is not here");
    return { certificate: readFileSync(certificate, "utf8"), key: readFileSync(key, "utf8") };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
