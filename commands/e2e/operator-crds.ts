import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Kubectl } from "./kubectl";

/** The operator's CRDs that the cluster has, with what tells one from another of the same name. */
export async function crdsOfOperator(kubectl: Kubectl): Promise<ReadonlyMap<string, string>> {
  const found = (await kubectl.json(["get", "customresourcedefinitions"])) as {
    readonly items: readonly {
      readonly metadata: { readonly name: string; readonly uid: string };
    }[];
  };
  return new Map(
    found.items
      .map(({ metadata: { name, uid } }) => [name, uid] as const)
      .filter(([name]) => name.endsWith(".monitoring.coreos.com")),
  );
}

/** @param module the folder of the operator's Go module, whose examples hold them */
export async function addCrds(kubectl: Kubectl, module: string): Promise<void> {
  const directory = join(module, "example", "prometheus-operator-crd");
  const files = readdirSync(directory).map((file) => `--filename=${join(directory, file)}`);
  await kubectl.run(["apply", "--server-side", ...files]);
  const names = [...(await crdsOfOperator(kubectl)).keys()].map((name) => `crd/${name}`);
  await kubectl.run(["wait", ...names, "--for=condition=Established", "--timeout=60s"]);
}

export async function removeCrds(kubectl: Kubectl): Promise<void> {
  const names = [...(await crdsOfOperator(kubectl)).keys()];
  if (names.length === 0) return;
  await kubectl.run(["delete", "crd", "--ignore-not-found", "--timeout=60s", ...names]);
}
