import type { OpeaVersion } from "../metrics/opea/events";
import type { TeiVersion } from "../metrics/tei/events";
import type { TgiVersion } from "../metrics/tgi/events";
import type { VllmVersion } from "../metrics/vllm/events";

/** `2.4.0-intel-cpu` is [2, 4]. */
function numbersOf(version: string): readonly [number, number] {
  const [major = 0, minor = 0] = version.split(".").map((part) => Number.parseInt(part, 10) || 0);
  return [major, minor];
}

function isBefore(version: string, than: readonly [number, number]): boolean {
  const [major, minor] = numbersOf(version);
  return major < than[0] || (major === than[0] && minor < than[1]);
}

/** HELP lines and the summary came with 2.3, the router of 3 with 3.0. */
export function tgiVersionOf(version: string): TgiVersion {
  if (isBefore(version, [2, 3])) return "2.0";
  return isBefore(version, [3, 0]) ? "2.4" : "3.3";
}

/** 0.8 is the first with engine V1; 0.11 took away what 0.10 had renamed. */
export function vllmVersionOf(version: string): VllmVersion {
  if (isBefore(version, [0, 8])) return "0.6";
  return isBefore(version, [0, 11]) ? "0.10" : "0.33";
}

export function teiVersionOf(version: string): TeiVersion {
  if (isBefore(version, [1, 6])) return "1.5";
  if (isBefore(version, [1, 7])) return "1.6";
  if (isBefore(version, [1, 8])) return "1.7";
  return isBefore(version, [1, 9]) ? "1.8" : "1.9";
}

const opeaVersions: readonly OpeaVersion[] = ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5"];

/** The newest that is not newer. */
export function opeaVersionOf(version: string): OpeaVersion {
  return opeaVersions.findLast((known) => !isBefore(version, numbersOf(known))) ?? "1.0";
}
