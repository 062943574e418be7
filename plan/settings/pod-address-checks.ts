import { isThisMachine, splitAddress } from "./address";
import { accessOf } from "./complete-settings";
import type { CrossFinding } from "./finding";
import type { ParsedSettings } from "./schema";
import type { SettingPath } from "./setting-path";
import { staticAddresses } from "./static-target-checks";

type Check = (settings: ParsedSettings) => readonly CrossFinding[];

/**
 * On Docker, a container reaches the `localhost` of its host by another name. In a cluster there is
 * no such host: a pod's `localhost` is the pod itself.
 */
export const podAddressChecks: readonly Check[] = [
  (settings) =>
    settings.platform === "kubernetes"
      ? namedHosts(settings)
          .filter(({ host }) => host !== undefined && isThisMachine(host))
          .map(({ path, found }) => ({
            path,
            message: `is "${found}"; in a pod that is the pod itself, where nothing of the ChatQnA listens. ${instead}`,
            involves: [["platform"]],
          }))
      : [],
];

const instead =
  "Name the service by its DNS name, like llm-dependency-svc.default.svc.cluster.local:9009.";

interface NamedHost {
  readonly path: SettingPath;
  readonly found: string;
  readonly host: string | undefined;
}

/** Every host of the settings that a server in a pod would call. */
function namedHosts(settings: ParsedSettings): readonly NamedHost[] {
  const { targets, exporters, prometheus, alertmanager } = settings;
  return [
    ...deploymentHosts(settings),
    ...staticAddresses(targets.static).map(({ address, entry, position }) =>
      inAddress(
        entry.address === undefined
          ? ["targets", "static", position, "addresses", entry.addresses?.indexOf(address) ?? 0]
          : ["targets", "static", position, "address"],
        address,
      ),
    ),
    ...(exporters.redis.address === undefined
      ? []
      : [inAddress(["exporters", "redis", "address"], exporters.redis.address)]),
    ...exporters.blackbox.urls.map((url, position) =>
      inUrl(["exporters", "blackbox", "urls", position], url),
    ),
    ...prometheus.remoteWrite.map(({ url }, position) =>
      inUrl(["prometheus", "remoteWrite", position, "url"], url),
    ),
    ...alertmanager.receivers.flatMap(({ webhook }, position) =>
      webhook?.url === undefined
        ? []
        : [inUrl(["alertmanager", "receivers", position, "webhook", "url"], webhook.url)],
    ),
  ];
}

function deploymentHosts({ targets: { chatqna } }: ParsedSettings): readonly NamedHost[] {
  if (chatqna === undefined) return [];
  const access = accessOf(chatqna);
  const path = ["targets", "chatqna"] as const;
  const ownHost =
    access.via === "host"
      ? [{ path: [...path, "host"], found: access.host, host: access.host }]
      : [];
  const overrides = Object.entries(chatqna.services).flatMap(([name, { address }]) =>
    address === undefined ? [] : [inAddress([...path, "services", name, "address"], address)],
  );
  return [...ownHost, ...overrides];
}

function inAddress(path: SettingPath, address: string): NamedHost {
  return { path, found: address, host: splitAddress(address).host };
}

function inUrl(path: SettingPath, url: string): NamedHost {
  return { path, found: url, host: new URL(url).hostname };
}
