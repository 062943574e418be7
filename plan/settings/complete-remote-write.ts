import type { ReceiverTls, RemoteWriteSettings } from "./remote-write";
import type { ParsedSettings } from "./schema";
import { pathText } from "./setting-path";
import type { SecretReference } from "./settings";

type Parsed = ParsedSettings["prometheus"]["remoteWrite"][number];

export function completeRemoteWrite(parsed: Parsed, position: number): RemoteWriteSettings {
  const { name, url, headers, timeout, only, queue, tls } = parsed;
  const own = (...path: string[]): SecretReference => ({
    secret: pathText(["prometheus", "remoteWrite", position, ...path]),
  });
  return {
    name,
    url,
    ...credentialOf(parsed, own),
    headers,
    timeout,
    only,
    queue: withoutAbsent(queue),
    ...(tls !== undefined && { tls: completeTls(tls, own) }),
  };
}

type Own = (...path: string[]) => SecretReference;

function credentialOf(
  { username, password, bearerToken }: Parsed,
  own: Own,
): Pick<RemoteWriteSettings, "credential"> {
  if (username !== undefined && password !== undefined) {
    return { credential: { kind: "basic", username, password: own("password") } };
  }
  if (bearerToken === undefined) return {};
  return { credential: { kind: "bearer", token: own("bearerToken") } };
}

function completeTls(parsed: NonNullable<Parsed["tls"]>, own: Own): ReceiverTls {
  const { ca, certificate, serverName } = parsed;
  return {
    ...(ca !== undefined && { ca }),
    ...(certificate !== undefined && { client: { certificate, key: own("tls", "key") } }),
    ...(serverName !== undefined && { serverName }),
  };
}

/** zod keeps a key that was set to nothing. */
function withoutAbsent<T extends object>(values: T): { [K in keyof T]: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: NonNullable<T[K]>;
  };
}
