import { servicesOf } from "../targets/catalogue";
import { releases } from "../targets/deployment";
import type { Service } from "../targets/service";
import { type ExistingDeployment, allDeployments } from "../targets/deployment-problems";
import type { ContainerFacts } from "./container-facts";
import { type Differences, differencesOf, evidence } from "./differences";
import { type Matching, matchContainers } from "./match-containers";
import type { PodContainers } from "./pod-differences";

/** A ChatQnA, recognised by its containers. */
export interface Recognition extends Matching {
  /** The deployment of the catalogue that is nearest. */
  readonly existing: ExistingDeployment;
  /** Those that nothing tells from it: other releases of the same containers. */
  readonly alternatives: readonly ExistingDeployment[];
  /** A sentence for people: by what it was told from the others. */
  readonly because: string;
}

/** A deployment of the catalogue, under the names that it has where it is looked for. */
export interface Candidate {
  readonly existing: ExistingDeployment;
  readonly services: readonly Service[];
  readonly podContainers?: PodContainers;
}

/** How people call what is looked at. */
export interface Words {
  readonly things: string;
  readonly files: string;
  readonly tags: string;
}

const composeWords: Words = {
  things: "containers",
  files: "file",
  tags: "The tags of the images and the ports",
};

const underCompose = allDeployments()
  .filter(({ via }) => via === "compose")
  .map((existing): Candidate => ({ existing, services: servicesOf(existing.deployment) }));

/** @returns the nearest of OPEA's compose files */
export function recognise(containers: readonly ContainerFacts[]): Recognition | undefined {
  return nearestOf(underCompose, containers, composeWords)?.recognition;
}

/**
 * The candidate that the containers are nearest to. Undefined if ChatQnA's own service, the
 * megaservice, is not among them: engines and databases alone may be any application's.
 */
export function nearestOf<C extends Candidate>(
  candidates: readonly C[],
  containers: readonly ContainerFacts[],
  words: Words,
): { readonly recognition: Recognition; readonly candidate: C } | undefined {
  const contenders = candidates
    .map((candidate): Contender<C> => {
      const { existing, services, podContainers } = candidate;
      const matching = matchContainers(services, containers);
      return {
        candidate,
        existing,
        matching,
        differences: differencesOf(existing, matching, podContainers),
      };
    })
    .filter(({ matching }) => matching.matches.some(({ service }) => isMegaservice(service)))
    .sort(byDistance);
  const [nearest] = contenders;
  if (nearest === undefined) return undefined;
  const equals = contenders.filter((other) => distance(nearest, other) === 0);
  const recognition = {
    ...nearest.matching,
    existing: nearest.existing,
    alternatives: equals.slice(1).map(({ existing }) => existing),
    because: reasonFor(nearest, equals, contenders, words),
  };
  return { recognition, candidate: nearest.candidate };
}

interface Contender<C extends Candidate = Candidate> {
  readonly candidate: C;
  readonly existing: ExistingDeployment;
  readonly matching: Matching;
  readonly differences: Differences;
}

function isMegaservice({ name }: { readonly name: string }): boolean {
  return name === "megaservice";
}

function byDistance(one: Contender, other: Contender): number {
  return distance(one, other) || ageOf(other) - ageOf(one);
}

/** By the strongest evidence that tells the two apart; 0 if none does. */
function distance(one: Contender, other: Contender): number {
  const telling = evidence.find((kind) => one.differences[kind] !== other.differences[kind]);
  return telling === undefined ? 0 : one.differences[telling] - other.differences[telling];
}

function ageOf({ existing }: Contender): number {
  return releases.indexOf(existing.deployment.release);
}

function reasonFor(
  nearest: Contender,
  equals: readonly Contender[],
  contenders: readonly Contender[],
  { things, files, tags }: Words,
): string {
  const alike = contenders.filter(({ differences }) =>
    (["containers", "composeFiles"] as const).every(
      (kind) => differences[kind] === nearest.differences[kind],
    ),
  );
  if (alike.length === 1) return `No other ${files} of OPEA's starts these ${things}.`;
  const same = `The ${things} are the same in ${titles(alike)}.`;
  if (equals.length === 1) return `${same} ${tags} tell them apart.`;
  const undecided =
    equals.length === alike.length
      ? `${tags.replace(/ and the ports$/, "")} do not tell them apart`
      : `${tags} leave ${titles(equals)}`;
  return `${same} ${undecided}; the newest was taken.`;
}

/** `1.2 and 1.3` of one file, `1.2 compose.yaml and 1.3 compose_tgi.yaml` of several. */
function titles(contenders: readonly Contender[]): string {
  const files = new Set(contenders.map(({ existing }) => existing.file));
  const names = [
    ...new Set(
      contenders.map(({ existing: { deployment, file } }) =>
        files.size === 1 ? deployment.release : `${deployment.release} ${file}`,
      ),
    ),
  ].sort();
  const last = names.pop() ?? "";
  return names.length === 0 ? last : `${names.join(", ")} and ${last}`;
}
