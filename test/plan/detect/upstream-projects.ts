import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { ContainerFacts } from "../../../plan/detect/container-facts";
import { type ExistingDeployment, allDeployments } from "../../../plan/targets/deployment-problems";
import type { Hardware } from "../../../plan/targets/deployment";

/** Every file of OPEA's for docker compose. */
export const underCompose: readonly ExistingDeployment[] = allDeployments().filter(
  ({ via }) => via === "compose",
);

export function existingOf(title: string): ExistingDeployment {
  const found = underCompose.find((existing) => titleOf(existing) === title);
  if (found === undefined) throw new Error(`OPEA has no ${title}`);
  return found;
}

export function titleOf({ deployment, file }: ExistingDeployment): string {
  return `${deployment.release} ${deployment.hardware} ${file}`;
}

export interface Started {
  /** What the user set as TAG. Default: what the file has, `latest`. */
  readonly tag?: string;
  /** The folder in which docker compose was called, below GenAIExamples. Default: not known. */
  readonly inFolder?: boolean;
}

/** The containers that docker compose starts from a file of OPEA's, as Docker would list them. */
export function startedFrom(
  existing: ExistingDeployment,
  { tag, inFolder = false }: Started = {},
): readonly ContainerFacts[] {
  const { release, hardware } = existing.deployment;
  const folder = `/home/opea/GenAIExamples/ChatQnA/docker_compose/${folders[hardware]}`;
  return (upstream.get(titleOf(existing)) ?? []).map(
    ({ name, tag: own, ports }): ContainerFacts => {
      const { composeService, repository } = imageOf(name, release);
      const built = repository.startsWith("opea/") && own === "latest";
      const finalTag = built ? (tag ?? own) : own;
      return {
        name,
        image: finalTag === "untagged" ? repository : `${repository}:${finalTag}`,
        state: "running",
        project: hardware,
        composeService,
        composeFiles: inFolder ? [`${folder}/${existing.file}`] : [],
        ports: ports.flatMap(({ host, container }) => [
          { host, container, bind: "0.0.0.0" },
          { host, container, bind: "::" },
        ]),
        networks: [`${hardware}_default`],
      };
    },
  );
}

const folders: Readonly<Record<Hardware, string>> = {
  xeon: "intel/cpu/xeon",
  aipc: "intel/cpu/aipc",
  gaudi: "intel/hpu/gaudi",
  epyc: "amd/cpu/epyc",
  rocm: "amd/gpu/rocm",
  nvidia: "nvidia/gpu",
};

interface UpstreamContainer {
  readonly name: string;
  readonly tag: string;
  readonly ports: readonly { readonly host: number; readonly container: number }[];
}

const upstream: ReadonlyMap<string, readonly UpstreamContainer[]> = new Map(
  read("../targets/upstream-compose.txt")
    .split("\n\n")
    .filter((block) => !block.startsWith("#"))
    .map((block) => {
      const [title = "", ...lines] = block.trim().split("\n");
      return [title, lines.map(readContainer)];
    }),
);

const images = read("upstream-images.txt")
  .split("\n")
  .map((line) => line.split(" "));

function imageOf(container: string, release: string) {
  const row = images.find(([name, , , where = ""]) => {
    return name === container && where.split(",").includes(release);
  });
  const [, composeService = "", repository = ""] = row ?? [];
  if (repository === "") throw new Error(`upstream-images.txt lacks ${container} of ${release}`);
  return { composeService, repository };
}

function readContainer(line: string): UpstreamContainer {
  const [name = "", tag = "", ...pairs] = line.trim().split(" ");
  const ports = pairs.map((pair) => {
    const [host, container] = pair.split(":").map(Number);
    if (host === undefined || container === undefined) throw new Error(`no ports: ${pair}`);
    return { host, container };
  });
  return { name, tag, ports };
}

function read(file: string): string {
  return readFileSync(join(__dirname, file), "utf8");
}
