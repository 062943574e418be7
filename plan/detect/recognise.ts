import { servicesOf } from "../targets/catalogue";
import { releases } from "../targets/deployment";
import { type ExistingDeployment, allDeployments } from "../targets/deployment-problems";
import type { ContainerFacts } from "./container-facts";
import { type Differences, differencesOf, evidence } from "./differences";
import { type Matching, matchContainers } from "./match-containers";

/** A ChatQnA, recognised by its containers. */
export interface Recognition extends Matching {
  /** The deployment of the catalogue that is nearest. */
  readonly existing: ExistingDeployment;
  /** Those that nothing tells from it: other releases of the same containers. */
  readonly alternatives: readonly ExistingDeployment[];
  /** A sentence for people: by what it was told from the others. */
  readonly because: string;
}

/**
 * The deployment that the containers are nearest to. Undefined if ChatQnA's own service, the
 * megaservice, is not among them: engines and databases alone may be any application's.
 */
export function recognise(containers: readonly ContainerFacts[]): Recognition | undefined {
  const contenders = underCompose
    .map((existing): Contender => {
      const matching = matchContainers(servicesOf(existing.deployment), containers);
      return { existing, matching, differences: differencesOf(existing, matching) };
    })
    .filter(({ matching }) => matching.matches.some(({ service }) => isMegaservice(service)))
    .sort(byDistance);
  const [nearest] = contenders;
  if (nearest === undefined) return undefined;
  const equals = contenders.filter((other) => distance(nearest, other) === 0);
  return {
    ...nearest.matching,
    existing: nearest.existing,
    alternatives: equals.slice(1).map(({ existing }) => existing),
    because: reasonFor(nearest, equals, contenders),
  };
}

interface Contender {
  readonly existing: ExistingDeployment;
  readonly matching: Matching;
  readonly differences: Differences;
}

const underCompose = allDeployments().filter(({ via }) => via === "compose");

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
): string {
  const alike = contenders.filter(({ differences }) =>
    (["containers", "composeFiles"] as const).every(
      (kind) => differences[kind] === nearest.differences[kind],
    ),
  );
  if (alike.length === 1) return "No other file of OPEA's starts these containers.";
  const same = `The containers are the same in ${titles(alike)}.`;
  if (equals.length === 1) return `${same} The tags of the images and the ports tell them apart.`;
  const undecided =
    equals.length === alike.length
      ? "The tags of the images do not tell them apart"
      : `The tags of the images and the ports leave ${titles(equals)}`;
  return `${same} ${undecided}; the newest was taken.`;
}

/** `1.2 and 1.3` of one file, `1.2 compose.yaml and 1.3 compose_tgi.yaml` of several. */
function titles(contenders: readonly Contender[]): string {
  const files = new Set(contenders.map(({ existing }) => existing.file));
  const names = contenders
    .map(({ existing: { deployment, file } }) =>
      files.size === 1 ? deployment.release : `${deployment.release} ${file}`,
    )
    .sort();
  const last = names.pop() ?? "";
  return names.length === 0 ? last : `${names.join(", ")} and ${last}`;
}
