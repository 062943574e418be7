import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "../../toolchain/free-port";
import { Kubectl } from "./kubectl";
import { LoopbackServers } from "./loopback-servers";

/** A cluster on loopback ports of this machine, whose only node says of every pod that it runs. */
export interface ControlPlane {
  readonly kubeconfig: string;
  readonly stop: () => Promise<void>;
}

export interface ControlPlanePrograms {
  /** kube-apiserver, kube-controller-manager and kube-scheduler are in it. */
  readonly kubernetes: string;
  readonly etcd: string;
  readonly kwok: string;
  /** The folder of kwok's module: its stages say what becomes of a node and of a pod. */
  readonly kwokModule: string;
}

/** Seconds that it has until it is whole, on a machine that has other things to do as well. */
const patience = 120;
const nodeName = "nowhere";

/** @throws Error with the last lines of its servers */
export async function startControlPlane(programs: ControlPlanePrograms): Promise<ControlPlane> {
  const servers = new LoopbackServers();
  const stop = () => servers.stop();
  try {
    const [client, peer, secure] = [await freePort(), await freePort(), await freePort()];
    const { directory } = servers;
    const token = randomBytes(24).toString("hex");
    prepare(directory, token);
    const kubeconfig = join(directory, "kubeconfig.json");
    writeFileSync(kubeconfig, kubeconfigText(secure, token, directory), { mode: 0o600 });
    const kubectl = new Kubectl(kubeconfig);

    servers.start("etcd", programs.etcd, etcdArgs(client, peer));
    const ofKubernetes = (name: string) => join(programs.kubernetes, name);
    servers.start("kube-apiserver", ofKubernetes("kube-apiserver"), apiServerArgs(client, secure));
    await becomes(servers, "The API server does not answer", () =>
      kubectl.succeeds(["get", "--raw=/readyz"]),
    );
    for (const [name, args] of Object.entries(controllerArgs(kubeconfig))) {
      servers.start(name, ofKubernetes(name), args);
    }
    servers.start("kwok", programs.kwok, kwokArgs(kubeconfig, programs.kwokModule));
    await kubectl.run(["create", "--filename=-"], nodeText());
    await becomes(servers, "The node does not become ready", () =>
      kubectl.succeeds(["wait", `node/${nodeName}`, "--for=condition=Ready", "--timeout=1s"]),
    );
    // Of the controllers' work, what every pod needs first.
    await becomes(servers, "The controllers do not work", () =>
      kubectl.succeeds(["get", "serviceaccount", "default", "--namespace=default"]),
    );
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
    // Debian's etcd cannot serve it, and who tries sees changes some twenty seconds late.
    "--feature-gates=WatchList=false",
  ];
}

/** Nobody asks these two, so they listen nowhere. */
function controllerArgs(kubeconfig: string): Readonly<Record<string, readonly string[]>> {
  const alone = [`--kubeconfig=${kubeconfig}`, "--leader-elect=false", "--secure-port=0"];
  return {
    "kube-controller-manager": [
      ...alone,
      "--service-account-private-key-file=accounts.key",
      "--root-ca-file=certificates/apiserver.crt",
    ],
    "kube-scheduler": alone,
  };
}

function kwokArgs(kubeconfig: string, module: string): readonly string[] {
  const stages = ["node/fast", "node/heartbeat", "pod/fast"].flatMap((folder) => {
    const directory = join(module, "kustomize", "stage", folder);
    return readdirSync(directory)
      .filter((file) => /(?<!kustomization)\.yaml$/.test(file))
      .map((file) => `--config=${join(directory, file)}`);
  });
  return [`--kubeconfig=${kubeconfig}`, "--manage-all-nodes=true", ...stages];
}

function nodeText(): string {
  const labels = { "kubernetes.io/hostname": nodeName };
  return JSON.stringify({ apiVersion: "v1", kind: "Node", metadata: { name: nodeName, labels } });
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

async function becomes(
  servers: LoopbackServers,
  otherwise: string,
  isSo: () => Promise<boolean>,
): Promise<void> {
  const latest = performance.now() + patience * 1000;
  while (!(await isSo())) {
    const ended = servers.ended();
    if (ended !== undefined || performance.now() > latest) {
      const reason = ended === undefined ? "" : `: ${ended} has ended`;
      throw new Error(`${otherwise}${reason}.\n${servers.lastLines()}`);
    }
    await delay(200);
  }
}
