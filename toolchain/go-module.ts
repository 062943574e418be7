import { join } from "node:path";
import { suitableGo } from "./go-build";
import type { Machine } from "./machine";
import { ProgramFailed, run } from "./subprocess";
import { Unavailable } from "./unavailable";

/** A module of which files are read, not only programs built. */
export interface PinnedModule {
  /** The folder under `toolchain/go/` whose go.mod has its version, and go.sum its checksum. */
  readonly folder: string;
  readonly path: string;
}

/** Its stages say when a pod is ready. */
export const kwokModule: PinnedModule = { folder: "kwok", path: "sigs.k8s.io/kwok" };

/** Its examples hold the operator's CRDs. */
export const prometheusOperatorModule: PinnedModule = {
  folder: "prometheus-operator",
  path: "github.com/prometheus-operator/prometheus-operator",
};

/**
 * Where the files of a module are, in the user's own cache of Go modules.
 *
 * @throws {Unavailable}
 */
export async function moduleDirectory(
  machine: Machine,
  { folder, path }: PinnedModule,
): Promise<string> {
  const go = await suitableGo(machine);
  try {
    const cwd = join(__dirname, "go", folder);
    const { stdout } = await run(machine, go, ["mod", "download", "-json", path], { cwd });
    return (JSON.parse(stdout) as { readonly Dir: string }).Dir;
  } catch (error) {
    if (error instanceof ProgramFailed) throw new Unavailable(error.message);
    throw error;
  }
}
