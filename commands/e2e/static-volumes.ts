import type { Kubectl } from "./kubectl";

/** Whether the cluster makes a volume for each claim by itself. */
export async function hasProvisioner(kubectl: Kubectl): Promise<boolean> {
  const found = (await kubectl.json(["get", "storageclasses"])) as {
    readonly items: readonly {
      readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
    }[];
  };
  return found.items.some(
    ({ metadata: { annotations } }) =>
      annotations?.["storageclass.kubernetes.io/is-default-class"] === "true",
  );
}

/** Volumes as an administrator makes them by hand, for claims without a class. @returns their names */
export async function makeVolumes(
  kubectl: Kubectl,
  prefix: string,
  count: number,
): Promise<readonly string[]> {
  const names = Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
  const items = names.map((name) => ({
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name },
    spec: {
      capacity: { storage: "100Gi" },
      accessModes: ["ReadWriteOnce"],
      // Nobody can remove what is in it: no pod has ever written there.
      persistentVolumeReclaimPolicy: "Retain",
      hostPath: { path: `/nowhere/${name}` },
    },
  }));
  const list = JSON.stringify({ apiVersion: "v1", kind: "List", items });
  await kubectl.run(["create", "--filename=-"], list);
  return names;
}
