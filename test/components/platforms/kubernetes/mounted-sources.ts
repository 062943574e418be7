import type { Manifest } from "../../../../components/platforms/kubernetes/manifest";
import type { Settings } from "../../../../plan/settings/settings";
import { type Fields, at, list, podOf } from "./policies";

/** Files of a pod that come out of one object. */
export interface Source {
  readonly kind: "ConfigMap" | "Secret";
  readonly name: string;
  readonly keys: readonly string[];
}

export function mountedSources(server: Manifest): readonly Source[] {
  return list(podOf(server)?.["volumes"])
    .flatMap((volume) => list(at(volume, "projected", "sources")))
    .flatMap((source) =>
      Object.entries(source).map(([kind, named]): Source => ({
        kind: kind === "configMap" ? "ConfigMap" : "Secret",
        name: String(at(named, "name")),
        keys: list(at(named, "items")).map(({ key }) => String(key)),
      })),
    );
}

/** Of a Secret here the keys are not known: its values join at registration. */
export function has(objects: readonly Manifest[], { kind, name, keys }: Source): boolean {
  const found = objects.find(
    (manifest) => manifest.kind === kind && manifest.metadata.name === name,
  );
  if (found === undefined) return false;
  const data = found["data"] as Fields | undefined;
  return data === undefined || keys.every((key) => key in data);
}

/** Somebody else makes it; the key is for Prometheus, and the authority for Grafana. */
export function isGiven({ kind, name, keys }: Source, { prometheus: { tls } }: Settings): boolean {
  if (kind !== "Secret" || tls?.from !== "secret" || name !== tls.secretName) return false;
  return ["tls.crt tls.key", ...(tls.authority === "secret" ? ["ca.crt"] : [])].includes(
    keys.join(" "),
  );
}
