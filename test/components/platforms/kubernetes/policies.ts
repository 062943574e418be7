import type { Manifest } from "../../../../components/platforms/kubernetes/manifest";

export type Fields = Readonly<Record<string, unknown>>;

/** The value at a path of an object; undefined where there is none. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, key) =>
      typeof found === "object" && found !== null ? (found as Fields)[key] : undefined,
    value,
  );
}

export function list(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? (value as readonly Fields[]) : [];
}

/** Where a pod's description stands in what keeps pods running. */
export function podOf(manifest: Manifest): Fields | undefined {
  return at(manifest, "spec", "template", "spec") as Fields | undefined;
}

/**
 * What Pod Security `restricted` asks, and what kube-linter and kubescape ask beside it.
 * Source: kubernetes.io/docs/concepts/security/pod-security-standards
 */
export function podFaults(pod: Fields): readonly string[] {
  const volumeKinds = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "projected"];
  const allowed = [...volumeKinds, "persistentVolumeClaim", "secret", "name"];
  const faults = [
    ["runs as root", at(pod, "securityContext", "runAsNonRoot") === true],
    ["user 0", Number(at(pod, "securityContext", "runAsUser")) > 0],
    ["no seccomp", at(pod, "securityContext", "seccompProfile", "type") === "RuntimeDefault"],
    ["service links", at(pod, "enableServiceLinks") === false],
    ["an account's token", at(pod, "automountServiceAccountToken") !== undefined],
    ["sees the host", !["hostNetwork", "hostPID", "hostIPC"].some((key) => key in pod)],
    [
      "a volume of the host",
      list(pod["volumes"]).every((volume) =>
        Object.keys(volume).every((key) => allowed.includes(key)),
      ),
    ],
  ] as const;
  return [
    ...faults.filter(([, isWell]) => !isWell).map(([fault]) => fault),
    ...list(pod["containers"]).flatMap(containerFaults),
  ];
}

function containerFaults(container: Fields): readonly string[] {
  const faults = [
    ["may become more", at(container, "securityContext", "allowPrivilegeEscalation") === false],
    ["writes to its root", at(container, "securityContext", "readOnlyRootFilesystem") === true],
    [
      "keeps capabilities",
      JSON.stringify(at(container, "securityContext", "capabilities")) === '{"drop":["ALL"]}',
    ],
    ["memory without a limit", at(container, "resources", "limits", "memory") !== undefined],
    ["asks for no processor", at(container, "resources", "requests", "cpu") !== undefined],
    [
      "no probe",
      ["startupProbe", "readinessProbe", "livenessProbe"].every((key) => key in container),
    ],
    ["latest", !/(:latest|^[^:]*)$/.test(String(container["image"]))],
    ["a port of the host", list(container["ports"]).every((port) => !("hostPort" in port))],
  ] as const;
  return faults.filter(([, isWell]) => !isWell).map(([fault]) => fault);
}
