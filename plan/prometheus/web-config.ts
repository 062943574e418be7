import type { SecretKey, Text } from "../workloads/workload";
import { renderYaml } from "../workloads/yaml-text";

/** Prometheus' `web.config.file`: who may ask, and over what. Read again at each request. */
export interface WebConfiguration {
  /** User name to the key of the bcrypt hash. The hash is stored, never made here: it is salted,
   * so making it again would change the file at every preview. */
  readonly users: Readonly<Record<string, SecretKey>>;
  readonly tls?: { readonly certFile: string; readonly keyFile: string };
}

export function renderWebConfiguration(web: WebConfiguration): Text {
  const users = Object.entries(web.users);
  return renderYaml({
    comment: "Written by the monitoring stack from its settings; changes here are overwritten.",
    value: {
      ...(web.tls !== undefined && {
        tls_server_config: {
          cert_file: web.tls.certFile,
          key_file: web.tls.keyFile,
          min_version: "TLS12",
        },
      }),
      ...(users.length > 0 && {
        basic_auth_users: Object.fromEntries(
          users.map(([name, key]) => [name, { filled: [{ ref: "secret" as const, key }] }]),
        ),
      }),
    },
  });
}
