import type { ParsedSettings } from "./schema";
import type { TlsSettings } from "./tls";

type Parsed = NonNullable<ParsedSettings["prometheus"]["tls"]>;

/**
 * Undefined where what is needed is missing, which is reported before it comes to this.
 * @param namespace of the stack in a cluster
 */
export function completeTls(parsed: Parsed, namespace: string): TlsSettings | undefined {
  const { secretName, certFile, keyFile, caFile } = parsed;
  if (secretName !== undefined) {
    return {
      from: "secret",
      secretName,
      // As pods of other namespaces call the Service, and as its certificate has to.
      serverName: parsed.serverName ?? `prometheus.${namespace}.svc`,
      authority: parsed.authority ?? "secret",
    };
  }
  if (certFile === undefined || keyFile === undefined) return undefined;
  return { from: "files", certFile, keyFile, ...(caFile !== undefined && { caFile }) };
}
