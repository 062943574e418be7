import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Kubectl } from "./kubectl";

/** An API server and its etcd on loopback ports of this machine, in a folder of their own. */
export interface ControlPlane {
  readonly kubeconfig: string;
  readonly stop: () => Promise<void>;
}

export interface ControlPlanePrograms {
  readonly apiServer: string;
  readonly etcd: string;
}

/** Seconds that they have until they answer, on a machine that has other things to do as well. */
const patience = 120;

/** @throws Error with the last lines of the server that does not answer */
export async function startControlPlane(programs: ControlPlanePrograms): Promise<ControlPlane> {
  const directory = mkdtempSync(join(tmpdir(), "control-plane-"));
  const children: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    for (const child of [...children].reverse()) await ended(child);
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    const [client, peer, secure] = [await freePort(), await freePort(), await freePort()];
    const start = (name: string, program: string, args: readonly string[]) => {
      const log = openSync(join(directory, `${name}.log`), "w");
      children.push(spawn(program, args, { cwd: directory, stdio: ["ignore", log, log] }));
    };
    start("etcd", programs.etcd, etcdArgs(client, peer));
    const token = randomBytes(24).toString("hex");
    prepare(directory, token);
    start("kube-apiserver", programs.apiServer, apiServerArgs(client, secure));
    const kubeconfig = join(directory, "kubeconfig.json");
    writeFileSync(kubeconfig, kubeconfigText(secure, token, directory), { mode: 0o600 });
    await answers(kubeconfig, children, directory);
    return { kubeconfig, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function etcdArgs(client: number, peer: number): readonly string[] {
  const [clientUrl, peerUrl] = [client, peer].map((port) => `http://127.0.0.1:${port}`);
  return [
    "--data-dir=etcd",
    `--listen-client-urls=${clientUrl ?? ""}`,
    `--advertise-client-urls=${clientUrl ?? ""}`,
    `--listen-peer-urls=${peerUrl ?? ""}`,
    `--initial-advertise-peer-urls=${peerUrl ?? ""}`,
    `--initial-cluster=default=${peerUrl ?? ""}`,
    // What is lost with a power cut is thrown away anyway.
    "--unsafe-no-fsync",
  ];
}

function prepare(directory: string, token: string): void {
  mkdirSync(join(directory, "certificates"));
  // Whom the API server takes for an administrator, and the key it signs accounts' tokens with.
  const account = `${token},administrator,1,"system:masters"\n`;
  writeFileSync(join(directory, "tokens.csv"), account, { mode: 0o600 });
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  writeFileSync(join(directory, "accounts.key"), privateKey, { mode: 0o600 });
}

function apiServerArgs(etcd: number, secure: number): readonly string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${etcd}`,
    "--bind-address=127.0.0.1",
    "--advertise-address=127.0.0.1",
    `--secure-port=${secure}`,
    "--cert-dir=certificates",
    "--token-auth-file=tokens.csv",
    "--authorization-mode=RBAC",
    "--service-cluster-ip-range=10.0.0.0/24",
    "--service-account-issuer=https://kubernetes.default.svc",
    "--service-account-key-file=accounts.key",
    "--service-account-signing-key-file=accounts.key",
    "--endpoint-reconciler-type=none",
  ];
}

/** The certificate is one that the server makes for itself, with its own authority in the same file. */
function kubeconfigText(port: number, token: string, directory: string): string {
  const name = "e2e";
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name,
        cluster: {
          server: `https://127.0.0.1:${port}`,
          "certificate-authority": join(directory, "certificates", "apiserver.crt"),
        },
      },
    ],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  });
}

async function answers(
  kubeconfig: string,
  children: readonly ChildProcess[],
  directory: string,
): Promise<void> {
  const kubectl = new Kubectl(kubeconfig);
  const latest = performance.now() + patience * 1000;
  for (;;) {
    const { code } = await kubectl.attempt(["get", "--raw=/readyz"]);
    if (code === 0) return;
    const dead = children.some(({ exitCode }) => exitCode !== null);
    if (dead || performance.now() > latest) {
      throw new Error(`The API server does not answer.\n${lastLines(directory)}`);
    }
    await delay(500);
  }
}

function lastLines(directory: string): string {
  return ["etcd", "kube-apiserver"]
    .map((name) => {
      const lines = readFileSync(join(directory, `${name}.log`), "utf8")
        .trimEnd()
        .split("\n");
      return [`${name}:`, ...lines.slice(-5).map((line) => `  ${line}`)].join("\n");
    })
    .join("\n");
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("close", () => {
      resolve();
    });
    // Nothing in it is to be kept.
    child.kill("SIGKILL");
  });
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
