import type { CrossFinding } from "./finding";
import { parseDuration } from "./quantity";
import type { ParsedSettings } from "./schema";
import { pathText } from "./setting-path";

type Check = (settings: ParsedSettings) => readonly CrossFinding[];
type Parsed = ParsedSettings["prometheus"]["remoteWrite"][number];

/** What the settings of one receiver ask of each other, and of those of the others. */
export const remoteWriteChecks: readonly Check[] = [
  remoteWriteNamesDiffer,
  remoteWriteHasOneCredential,
  eachReceiver(keyHasCertificate),
  eachReceiver(tlsIsSpoken),
  eachReceiver(shardsFit),
  eachReceiver(requestFitsCapacity),
  eachReceiver(backoffsFit),
];

function remoteWriteNamesDiffer({ prometheus }: ParsedSettings): readonly CrossFinding[] {
  const names = prometheus.remoteWrite.map(({ name }) => name);
  return names.flatMap((name, position) => {
    const first = names.indexOf(name);
    if (first === position) return [];
    return [
      {
        path: ["prometheus", "remoteWrite", position, "name"],
        message: `is "${name}", the name of prometheus.remoteWrite[${first}] too. Give it another.`,
        involves: [["prometheus", "remoteWrite", first, "name"]],
      },
    ];
  });
}

function remoteWriteHasOneCredential({ prometheus }: ParsedSettings): readonly CrossFinding[] {
  return prometheus.remoteWrite.flatMap((remote, position) => {
    const path = ["prometheus", "remoteWrite", position] as const;
    const { username, password, bearerToken } = remote;
    const account = username !== undefined || password !== undefined;
    const finding = (message: string) => [{ path, message, involves: [] }];
    if (account && bearerToken !== undefined) {
      return finding("has an account and a bearerToken; one of the two is sent. Remove the other.");
    }
    if (username !== undefined && password === undefined) {
      return finding(
        `has a username and no password. Set it:\npulumi config set --secret --path 'chatqna-monitoring:${pathText([...path, "password"])}'`,
      );
    }
    if (password !== undefined && username === undefined) {
      return finding("has a password and no username. Set username, or use bearerToken.");
    }
    return [];
  });
}

type Key = string | readonly string[];

/** A check that looks at one receiver: the key it finds fault with, what, and the keys involved. */
function eachReceiver(
  check: (remote: Parsed) => { key: Key; message: string; involves?: Key } | undefined,
): Check {
  return ({ prometheus }) =>
    prometheus.remoteWrite.flatMap((remote, position) => {
      const found = check(remote);
      if (found === undefined) return [];
      const pathOf = (key: Key) => ["prometheus", "remoteWrite", position, ...[key].flat()];
      const { key, message, involves } = found;
      return [
        { path: pathOf(key), message, involves: involves === undefined ? [] : [pathOf(involves)] },
      ];
    });
}

function keyHasCertificate({ tls }: Parsed) {
  if ((tls?.certificate === undefined) === (tls?.key === undefined)) return undefined;
  const [has, lacks] = tls?.key === undefined ? ["certificate", "key"] : ["key", "certificate"];
  return {
    key: "tls",
    message: `has a ${has} and no ${lacks}. Set both, or neither.`,
  };
}

function tlsIsSpoken({ tls, url }: Parsed) {
  if (tls === undefined || url.startsWith("https://")) return undefined;
  return {
    key: "tls",
    message: `means nothing with ${url}, which is no https:// URL. Change url, or remove it.`,
    involves: "url",
  };
}

/** Prometheus' own, where a setting is absent (DefaultQueueConfig of its config.go since 2.44). */
const defaults = {
  minShards: 1,
  maxShards: 50,
  capacity: 10_000,
  maxSamplesPerSend: 2000,
  minBackoff: "30ms",
  maxBackoff: "5s",
} as const;

function shardsFit({ queue }: Parsed) {
  const { minShards = defaults.minShards, maxShards = defaults.maxShards } = queue;
  if (minShards <= maxShards) return undefined;
  return {
    key: ["queue", "minShards"],
    message: `is ${minShards}, more than ${from(queue.maxShards, "maxShards", maxShards)}, which Prometheus refuses.`,
    involves: ["queue", "maxShards"],
  };
}

function requestFitsCapacity({ queue }: Parsed) {
  const { capacity = defaults.capacity, maxSamplesPerSend = defaults.maxSamplesPerSend } = queue;
  if (maxSamplesPerSend <= capacity) return undefined;
  return {
    key: ["queue", "maxSamplesPerSend"],
    message: `is ${maxSamplesPerSend}, more than ${from(queue.capacity, "capacity", capacity)}: no request would ever be full. Three to ten times as much is usual for capacity.`,
    involves: ["queue", "capacity"],
  };
}

function backoffsFit({ queue }: Parsed) {
  const { minBackoff = defaults.minBackoff, maxBackoff = defaults.maxBackoff } = queue;
  if (parseDuration(minBackoff) <= parseDuration(maxBackoff)) return undefined;
  return {
    key: ["queue", "minBackoff"],
    message: `is ${minBackoff}, longer than ${from(queue.maxBackoff, "maxBackoff", maxBackoff)}, which Prometheus refuses.`,
    involves: ["queue", "maxBackoff"],
  };
}

function from(set: unknown, key: string, value: string | number): string {
  return set === undefined ? `Prometheus' own ${key} (${value})` : `${key} (${value})`;
}
