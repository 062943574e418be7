import type { SecretKey } from "../workloads/workload";
import type { YamlValue } from "../workloads/yaml-text";

/** A second home of the samples: Mimir, Thanos, VictoriaMetrics, another Prometheus. */
export interface RemoteWrite {
  /** Unique; the name in Prometheus' own metrics and of the file with the credential. */
  readonly name: string;
  readonly url: string;
  readonly credential?:
    | { readonly kind: "basic"; readonly username: string; readonly password: SecretKey }
    | { readonly kind: "bearer"; readonly token: SecretKey };
}

/** The credential's file, beside `prometheus.yml`. Only its path stands in the configuration. */
export function credentialFile(remote: RemoteWrite): string {
  return `secrets/remote-write-${remote.name}`;
}

export function remoteWriteConfig(remote: RemoteWrite): YamlValue {
  return { name: remote.name, url: remote.url, ...authorization(remote) };
}

function authorization(remote: RemoteWrite): Record<string, YamlValue> {
  switch (remote.credential?.kind) {
    case undefined:
      return {};
    case "basic":
      return {
        basic_auth: {
          username: remote.credential.username,
          password_file: credentialFile(remote),
        },
      };
    case "bearer":
      return { authorization: { credentials_file: credentialFile(remote) } };
  }
}
