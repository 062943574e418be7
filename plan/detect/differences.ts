import type { ExistingDeployment } from "../targets/deployment-problems";
import { hardwareKinds, releases } from "../targets/deployment";
import { imageTag, isOnHostNetwork, tellsPorts } from "./container-facts";
import type { Match, Matching } from "./match-containers";
import { type PodContainers, podDifferences } from "./pod-differences";

/** How far what runs is from a deployment of the catalogue, by kind of evidence. 0 is no way. */
export interface Differences {
  /** A name that is another, a service or container too many: 1 each. */
  readonly containers: number;
  /** Whether the compose files are called otherwise or lie in another hardware's folder. */
  readonly composeFiles: number;
  /** Services that come from the chart of another release. */
  readonly charts: number;
  /** Whether the pods ask for other accelerators than the deployment's. */
  readonly hardware: number;
  /** Services whose pods have no container of the name that the catalogue has. */
  readonly podContainers: number;
  /** Images with the tag of another release, or with another version than the catalogue's. */
  readonly imageTags: number;
  /** Ports that are others, in the container or on the host. */
  readonly ports: number;
}

/** From the strongest evidence to the weakest. Names are the file's, tags and ports the user's. */
export const evidence = [
  "containers",
  "composeFiles",
  "charts",
  "hardware",
  "podContainers",
  "imageTags",
  "ports",
] as const;

/** @param podContainers of a deployment in a cluster */
export function differencesOf(
  existing: ExistingDeployment,
  matching: Matching,
  podContainers: PodContainers = new Map(),
): Differences {
  const { matches, missing, unplaced } = matching;
  const renamed = matches.filter(({ by }) => by === "image");
  const containers = [...matches.map(({ container }) => container), ...unplaced];
  return {
    containers:
      missing.filter(({ container }) => !isBesideAny(container)).length +
      unplaced.filter(({ name }) => !isBesideAny(name)).length +
      renamed.length,
    composeFiles: composeFileDifferences(
      existing,
      containers.flatMap(({ composeFiles }) => composeFiles),
    ),
    ...podDifferences(existing, matches, podContainers),
    imageTags: matches.filter((match) => hasOtherTag(match, existing)).length,
    ports: matches.filter(hasOtherPorts).length,
  };
}

/** OPEA's compose.telemetry.yaml starts Jaeger beside any deployment, so that it tells nothing. */
function isBesideAny(container: string | undefined): boolean {
  return container === "jaeger";
}

function composeFileDifferences(
  { deployment: { hardware }, file }: ExistingDeployment,
  paths: readonly string[],
): number {
  const segments = paths.map((path) => path.split(/[\\/]/));
  const isKnown = (segment: string) => (hardwareKinds as readonly string[]).includes(segment);
  const otherFile = paths.length > 0 && !segments.some((parts) => parts.at(-1) === file);
  const inFolders = segments.some((parts) => parts.some(isKnown));
  const otherFolder = inFolders && !segments.some((parts) => parts.includes(hardware));
  return Number(otherFile) + Number(otherFolder);
}

/** OPEA tags the images it builds with the release, others have the version of their software. */
function hasOtherTag({ service, container }: Match, { deployment }: ExistingDeployment): boolean {
  const tag = imageTag(container.image);
  if (tag === undefined) return false;
  if (ownSoftware.includes(service.software)) {
    const release = releaseOf(tag);
    return release !== undefined && release !== deployment.release;
  }
  if (service.version === undefined || !/\d/.test(tag)) return false;
  return !isVersionOf(tag, service.version);
}

const ownSoftware: readonly string[] = ["opea", "opea-ui", "nginx"];

/** `1.3`, `v1.3`, `1.3.1`, `1.3-openeuler`. */
function releaseOf(tag: string): string | undefined {
  const [, release] = /^v?(\d+\.\d+)(?:[.-]|$)/.exec(tag) ?? [];
  return releases.find((one) => one === release);
}

/** `cpu-1.7`, `v0.10.1` and `2.4.0-intel-cpu` name the versions 1.7, 0.10.1 and 2.4.0. */
function isVersionOf(tag: string, version: string): boolean {
  return tag.split(/[^\d.]+/).some((part) => part === version || part === `${version}.0`);
}

function hasOtherPorts({ service, container }: Match): boolean {
  if (!tellsPorts(container) || isOnHostNetwork(container)) return false;
  if (service.port === undefined || service.hostPort === undefined) return false;
  return !container.ports.some(
    (port) => port.container === service.port && port.host === service.hostPort,
  );
}
