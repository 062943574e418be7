import type { ConfigFile, SecretKey, Text } from "./workload";

/** Grafana reads the file itself, in its configuration as in its provisioning. */
export function fromFile(path: string): Text {
  return ["$__file{", { ref: "file", path }, "}"];
}

/** Grafana reads both at start only. */
export function plainFile(path: string, content: Text): ConfigFile {
  return { path, content, secret: false, onChange: "restart" };
}

export function secretFile(path: string, key: SecretKey): ConfigFile {
  return { path, content: [{ ref: "secret", key }], secret: true, onChange: "restart" };
}
