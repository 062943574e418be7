import type { Deployment, Hardware, Reach, ReachKind } from "./deployment";
import { hardwareKinds, reachKinds, releases } from "./deployment";
import type { ExistingVariant, Variant } from "./releases";
import { variantsOf } from "./releases";

/** A key of a deployment that asks for what OPEA has no file for. */
export interface DeploymentProblem {
  readonly key: keyof Deployment | "via";
  /** The value that was asked for. */
  readonly found: string;
  /** A sentence for people: what is wrong, where, and what to do. */
  readonly message: string;
  /** The values that would do with everything else as it is. */
  readonly allowed: readonly string[];
}

/** A deployment that exists, and a way to reach it. */
export interface ExistingDeployment {
  readonly deployment: Deployment;
  readonly via: ReachKind;
  /** The file of OPEA's that deploys it. */
  readonly file: string;
}

/** Every deployment that OPEA has a file for, once for each way to reach it. */
export function allDeployments(): readonly ExistingDeployment[] {
  return releases.flatMap((release) =>
    hardwareKinds.flatMap((hardware) =>
      reachKinds.flatMap((via) =>
        variantsOf(release, hardware, via).map(({ file, variant }) => ({
          deployment: { release, hardware, ...variant },
          via,
          file,
        })),
      ),
    ),
  );
}

/**
 * What is wrong with a deployment; empty if and only if OPEA has a file that deploys it so that it
 * is reached this way. Values that no file of the release and hardware has are reported all at once;
 * a combination of values that have a file each, but none together, once.
 */
export function deploymentProblems(
  deployment: Deployment,
  reach: Pick<Reach, "via">,
): readonly DeploymentProblem[] {
  const existing = variantsOf(deployment.release, deployment.hardware, reach.via);
  const [plain] = existing;
  if (plain === undefined) return placeProblems(deployment, reach.via);
  const strangers = variantKeys.filter(
    (key) => !existing.some(({ variant }) => variant[key] === deployment[key]),
  );
  if (strangers.length > 0) {
    return strangers.map((key) => strangerProblem(key, deployment, reach.via, existing));
  }
  return combinationProblems(deployment, reach.via, existing, plain);
}

/** The keys of a variant in the order in which they are blamed for an unknown combination. */
const variantKeys = [
  "faqgen",
  "guardrails",
  "rerank",
  "engine",
  "vectorStore",
] as const satisfies readonly (keyof Variant)[];
type VariantKey = (typeof variantKeys)[number];

const kindsOfFile: Readonly<Record<ReachKind, string>> = {
  host: "docker compose file",
  compose: "docker compose file",
  helm: "values file of the helm chart",
  manifests: "benchmark manifest",
  gmc: "GMC file",
};

/** The hardware, the way, or the two together: nothing of the release is there. */
function placeProblems(deployment: Deployment, via: ReachKind): readonly DeploymentProblem[] {
  const { release, hardware } = deployment;
  const exists = (kind: Hardware, way: ReachKind) => variantsOf(release, kind, way).length > 0;
  const hardwareThere = hardwareKinds.filter((kind) => reachKinds.some((way) => exists(kind, way)));
  const waysThere = reachKinds.filter((way) => hardwareThere.some((kind) => exists(kind, way)));
  const problems: DeploymentProblem[] = [];
  if (!hardwareThere.includes(hardware)) {
    problems.push({
      key: "hardware",
      found: hardware,
      message: `OPEA ${release} has no ChatQnA for ${hardware}.`,
      allowed: hardwareThere,
    });
  }
  if (!waysThere.includes(via)) {
    problems.push({
      key: "via",
      found: via,
      message: `OPEA ${release} has no ${kindsOfFile[via]} for ChatQnA.`,
      allowed: waysThere,
    });
  }
  if (problems.length > 0) return problems;
  return [
    {
      key: "via",
      found: via,
      message: `OPEA ${release} has no ${kindsOfFile[via]} for ChatQnA on ${hardware}.`,
      allowed: reachKinds.filter((way) => exists(hardware, way)),
    },
  ];
}

function strangerProblem(
  key: VariantKey,
  deployment: Deployment,
  via: ReachKind,
  existing: readonly ExistingVariant[],
): DeploymentProblem {
  const { release, hardware } = deployment;
  const elsewhere = releases.filter((other) =>
    variantsOf(other, hardware, via).some(({ variant }) => variant[key] === deployment[key]),
  );
  const hint = elsewhere.length > 0 ? ` Releases that have one: ${elsewhere.join(", ")}.` : "";
  return {
    key,
    found: String(deployment[key]),
    message: `OPEA ${release} has no ${kindsOfFile[via]} for ChatQnA on ${hardware} with ${key}: ${String(deployment[key])}.${hint}`,
    allowed: [...new Set(existing.map(({ variant }) => String(variant[key])))],
  };
}

function combinationProblems(
  deployment: Deployment,
  via: ReachKind,
  existing: readonly ExistingVariant[],
  plain: ExistingVariant,
): readonly DeploymentProblem[] {
  const others = existing
    .map(({ file, variant }) => ({ file, variant, keys: differingKeys(deployment, variant) }))
    .sort((one, other) => distanceOf(one.keys) - distanceOf(other.keys));
  const [closest] = others;
  const [key] = closest?.keys ?? [];
  if (closest === undefined || key === undefined) return [];
  const { release, hardware } = deployment;
  const asked = differingKeys(deployment, plain.variant).map((k) => setting(k, deployment));
  const nearest = others
    .filter(({ keys }) => keys.length === closest.keys.length)
    .slice(0, 3)
    .map(
      ({ file, variant, keys }) => `${file} (${keys.map((k) => setting(k, variant)).join(", ")})`,
    );
  return [
    {
      key,
      found: String(deployment[key]),
      message: `OPEA ${release} has no ${kindsOfFile[via]} for ChatQnA on ${hardware} with ${asked.join(" and ")}. Nearest: ${nearest.join(", ")}.`,
      allowed: [String(closest.variant[key])],
    },
  ];
}

function differingKeys(deployment: Deployment, variant: Variant): readonly VariantKey[] {
  return variantKeys.filter((key) => deployment[key] !== variant[key]);
}

/** Fewer keys first, then by which key is blamed first. */
function distanceOf(keys: readonly VariantKey[]): number {
  const [first] = keys;
  return keys.length * variantKeys.length + (first === undefined ? 0 : variantKeys.indexOf(first));
}

function setting(key: VariantKey, variant: Variant): string {
  return `${key}: ${String(variant[key])}`;
}
