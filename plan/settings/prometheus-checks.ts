import { isOlder, oldestSupported, parsePrometheusVersion } from "../prometheus/version";
import { isLoopback } from "./address";
import type { CrossFinding } from "./finding";
import { listed, nearest } from "./nearest";
import { parseDuration, parseSize, sizeLike } from "./quantity";
import type { ParsedSettings } from "./schema";
import { closed } from "./messages";

type Check = (settings: ParsedSettings) => readonly CrossFinding[];

export const prometheusChecks: readonly Check[] = [
  versionIsSupported,
  timeoutFitsScrape,
  evaluationFitsScrape,
  retentionFitsVolume,
  openBindHasAccounts,
  monitorIsUser,
];

function versionIsSupported({ prometheus: { version } }: ParsedSettings): readonly CrossFinding[] {
  const parsed = parsePrometheusVersion(version);
  if (parsed === undefined || !isOlder(parsed, oldestSupported)) return [];
  const { major, minor } = oldestSupported;
  return [
    {
      path: ["prometheus", "version"],
      message: `is "${version}"; ${major}.${minor}.0 is the oldest that is supported.`,
      involves: [],
    },
  ];
}

function timeoutFitsScrape({ prometheus }: ParsedSettings): readonly CrossFinding[] {
  const { scrapeInterval, scrapeTimeout } = prometheus;
  if (scrapeTimeout === undefined) return [];
  if (parseDuration(scrapeTimeout) <= parseDuration(scrapeInterval)) return [];
  return [
    {
      path: ["prometheus", "scrapeTimeout"],
      message: `is ${scrapeTimeout}, longer than prometheus.scrapeInterval (${scrapeInterval}), which Prometheus refuses. Use at most ${scrapeInterval}.`,
      involves: [["prometheus", "scrapeInterval"]],
    },
  ];
}

function evaluationFitsScrape({ prometheus }: ParsedSettings): readonly CrossFinding[] {
  const { scrapeInterval, evaluationInterval } = prometheus;
  if (evaluationInterval === undefined) return [];
  if (parseDuration(evaluationInterval) >= parseDuration(scrapeInterval)) return [];
  return [
    {
      path: ["prometheus", "evaluationInterval"],
      message: `is ${evaluationInterval}, shorter than prometheus.scrapeInterval (${scrapeInterval}): rules would read the same samples again. Use at least ${scrapeInterval}.`,
      involves: [["prometheus", "scrapeInterval"]],
    },
  ];
}

/** Beside the blocks stand the write-ahead log and, during compaction, blocks twice. */
const blocksShare = 0.8;

function retentionFitsVolume({ prometheus }: ParsedSettings): readonly CrossFinding[] {
  const { retention, volumeSize } = prometheus;
  const room = parseSize(volumeSize) * blocksShare;
  if (parseSize(retention.size) <= room) return [];
  return [
    {
      path: ["prometheus", "retention", "size"],
      message: `is ${retention.size}, more than 80 % of prometheus.volumeSize (${volumeSize}): the rest is for the write-ahead log and compaction. Use at most ${sizeLike(volumeSize, room)}, or a larger volume.`,
      involves: [["prometheus", "volumeSize"]],
    },
  ];
}

/** Grafana always asks for a password; Prometheus answers anybody unless told otherwise. */
function openBindHasAccounts({ prometheus }: ParsedSettings): readonly CrossFinding[] {
  const { bind, authentication } = prometheus;
  if (isLoopback(bind) || authentication !== undefined) return [];
  return [
    {
      path: ["prometheus", "bind"],
      message: `is "${bind}", where other machines reach Prometheus, and anybody may ask it. Set prometheus.authentication, or bind 127.0.0.1.`,
      involves: [["prometheus", "authentication"]],
    },
  ];
}

function monitorIsUser({ prometheus }: ParsedSettings): readonly CrossFinding[] {
  if (prometheus.authentication === undefined) return [];
  const { users, monitor } = prometheus.authentication;
  const names = Object.keys(users);
  if (names.includes(monitor.username)) return [];
  const path = ["prometheus", "authentication"];
  if (names.length === 0) {
    const message = `is empty; it needs at least ${monitor.username}, the account of prometheus.authentication.monitor.`;
    return [{ path: [...path, "users"], message, involves: [] }];
  }
  const close = nearest(monitor.username, names);
  const hint = close === undefined ? `they are ${listed(names)}` : `did you mean ${close}?`;
  return [
    {
      path: [...path, "monitor", "username"],
      message: `is "${monitor.username}", who is not among prometheus.authentication.users; ${closed(hint)}`,
      involves: [[...path, "users"]],
    },
  ];
}
