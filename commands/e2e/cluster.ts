import { ensureTools } from "../../toolchain/ensure-tool";
import { kwokModule, moduleDirectory } from "../../toolchain/go-module";
import type { Machine } from "../../toolchain/machine";
import type { Progress } from "../../toolchain/progress";
import { findOnPath } from "../../toolchain/subprocess";
import { describeMissing, isMissing } from "../../toolchain/tool";
import { Unavailable } from "../../toolchain/unavailable";
import { CannotRun } from "./cannot-run";
import { startControlPlane } from "./control-plane";

/**
 * Runs something against a cluster: the one that is named, else one of our own for as long. Never the
 * one that the user's own kubectl happens to point at.
 *
 * @throws CannotRun where there is neither
 */
export async function inCluster(
  named: string | undefined,
  { machine, progress }: { readonly machine: Machine; readonly progress: Progress },
  use: (kubeconfig: string) => Promise<void>,
): Promise<void> {
  if (findOnPath(machine, "kubectl") === undefined) {
    throw new CannotRun("there is no kubectl on PATH");
  }
  if (named !== undefined) {
    await use(named);
    return;
  }
  const tools = ["kube-apiserver", "etcd", "kwok"] as const;
  const found = await ensureTools(tools, { progress, obtain: true, machine });
  for (const tool of found) {
    if (isMissing(tool)) throw new CannotRun(describeMissing(tool));
  }
  const [apiServer, etcd, kwok] = found;
  if (isMissing(apiServer) || isMissing(etcd) || isMissing(kwok)) return;
  const programs = {
    kubernetes: apiServer.directory,
    etcd: etcd.path,
    kwok: kwok.path,
    kwokModule: await moduleOrNot(() => moduleDirectory(machine, kwokModule)),
  };
  const controlPlane = await progress.run("starting a control plane", () =>
    startControlPlane(programs),
  );
  try {
    await use(controlPlane.kubeconfig);
  } finally {
    await controlPlane.stop();
  }
}

/** @throws CannotRun where the module is neither there nor to be had */
export async function moduleOrNot(find: () => Promise<string>): Promise<string> {
  try {
    return await find();
  } catch (error) {
    throw error instanceof Unavailable ? new CannotRun(error.message) : error;
  }
}
