import { randomBytes } from "node:crypto";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { ensureTools } from "../toolchain/ensure-tool";
import { type Progress, createProgress } from "../toolchain/progress";
import { describeMissing, isMissing } from "../toolchain/tool";
import { UserError } from "../toolchain/user-error";
import { CannotRun } from "./e2e/cannot-run";
import {
  type ScratchNamespaces,
  applyStack,
  changedBetween,
  deleteStack,
  expectPodsAdmitted,
  expectRights,
  scratchSettings,
  versionsOf,
} from "./e2e/cluster-checks";
import { startControlPlane } from "./e2e/control-plane";
import { Kubectl } from "./e2e/kubectl";

const help = `npm run e2e:kubernetes [-- --kubeconfig <file>] [--required]

Applies a stack's rendered objects to a real API server, and looks whether it takes them: strictly,
with its pods under Pod Security restricted, with the rights that Prometheus needs and no others,
with nothing to do the second time, and with a change of the settings where it belongs.

  --kubeconfig <file>  A cluster to use, in namespaces that are made and removed. Without it: an API
                       server and etcd of our own, on loopback; built with Go the first time.
  --required           Fail where it cannot run: for CI.
  --help               This text.

Exit code: 0 when all is well or when it cannot run here, whose reason is the last line; else 1.
`;

export async function main(args: readonly string[]): Promise<number> {
  const { kubeconfig, required, wantsHelp } = readOptions(args);
  if (wantsHelp) {
    process.stdout.write(help);
    return 0;
  }
  const progress = createProgress();
  try {
    await inCluster(kubeconfig, progress, (kubectl) => checkCluster(kubectl, progress));
    return 0;
  } catch (error) {
    if (error instanceof CannotRun) {
      process.stdout.write(`${required ? "cannot run" : "skipped"}: ${error.message}\n`);
      return required ? 1 : 0;
    }
    throw error instanceof Error ? new UserError(error.message) : error;
  }
}

function readOptions(args: readonly string[]) {
  const flag = { type: "boolean", default: false } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { kubeconfig: { type: "string" }, required: flag, help: flag },
    });
    const { kubeconfig, required, help: wantsHelp } = values;
    return { kubeconfig, required, wantsHelp };
  } catch (error) {
    throw new UserError(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
}

/** Never the cluster that the user's own kubectl happens to point at. */
async function inCluster(
  kubeconfig: string | undefined,
  progress: Progress,
  use: (kubectl: Kubectl) => Promise<void>,
): Promise<void> {
  const { code } = await new Kubectl(kubeconfig ?? "").attempt(["version", "--client"]);
  if (code !== 0) throw new CannotRun("there is no kubectl on PATH");
  if (kubeconfig !== undefined) {
    await use(new Kubectl(kubeconfig));
    return;
  }
  const [apiServer, etcd] = await ensureTools(["kube-apiserver", "etcd"], {
    progress,
    obtain: true,
  });
  for (const tool of [apiServer, etcd]) {
    if (isMissing(tool)) throw new CannotRun(describeMissing(tool));
  }
  if (isMissing(apiServer) || isMissing(etcd)) return;
  const programs = { apiServer: apiServer.path, etcd: etcd.path };
  const controlPlane = await progress.run("starting an API server", () =>
    startControlPlane(programs),
  );
  try {
    await use(new Kubectl(controlPlane.kubeconfig));
  } finally {
    await controlPlane.stop();
  }
}

async function checkCluster(kubectl: Kubectl, progress: Progress): Promise<void> {
  const suffix = randomBytes(3).toString("hex");
  const namespaces = { monitoring: `e2e-monitoring-${suffix}`, chatqna: `e2e-chatqna-${suffix}` };
  await kubectl.run(["create", "namespace", namespaces.chatqna]);
  try {
    await checkStack(kubectl, namespaces, progress);
  } finally {
    const names = Object.values(namespaces);
    await kubectl.attempt(["delete", "namespace", "--wait=false", "--ignore-not-found", ...names]);
  }
  process.stdout.write(
    "The API server takes every object of plain mode, and every pod.\n" +
      "Not looked at: pods that run, for which nodes are needed; operator mode, for which its CRDs are.\n",
  );
}

async function checkStack(
  kubectl: Kubectl,
  namespaces: ScratchNamespaces,
  progress: Progress,
): Promise<void> {
  const settings = scratchSettings(namespaces);
  const versions = () => versionsOf(kubectl, namespaces.monitoring);
  await progress.run("applying the objects", () => applyStack(kubectl, settings));
  await progress.run("asking admission for the pods", () => expectPodsAdmitted(kubectl, settings));
  await progress.run("asking for Prometheus' rights", () => expectRights(kubectl, namespaces));
  await progress.run("applying them once more", async () => {
    const before = await versions();
    await applyStack(kubectl, settings);
    expectSame("a second apply changed", changedBetween(before, await versions()), []);
  });
  await progress.run("changing the scrape interval", async () => {
    const before = await versions();
    await applyStack(kubectl, scratchSettings(namespaces, "20s"));
    const changed = changedBetween(before, await versions());
    expectSame("a new scrape interval changed", changed, [
      "ConfigMap/grafana-provisioning",
      "ConfigMap/prometheus",
      "ConfigMap/prometheus-rules",
      // It reads the interval in its datasource at its start only.
      "StatefulSet/grafana",
    ]);
  });
  await progress.run("deleting them", async () => {
    await deleteStack(kubectl, settings);
    expectSame("what is left", [...(await versions()).keys()], []);
  });
}

function expectSame(what: string, found: readonly string[], expected: readonly string[]): void {
  if (isDeepStrictEqual(found, expected)) return;
  throw new Error(
    `${what}: ${found.join(", ") || "nothing"}; expected: ${expected.join(", ") || "nothing"}`,
  );
}
