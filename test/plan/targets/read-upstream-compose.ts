/**
 * Writes `upstream-compose.txt`, what OPEA's compose files say, from a clone of GenAIExamples:
 *
 *     git clone https://github.com/opea-project/GenAIExamples
 *     node --require ./toolchain/typescript.cjs test/plan/targets/read-upstream-compose.ts GenAIExamples
 *
 * Only names, ports and image tags are taken. To be run when OPEA publishes a release.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

import { allDeployments } from "../../../plan/targets/deployment-problems";
import type { Hardware } from "../../../plan/targets/deployment";

interface ComposeFile {
  readonly services: Readonly<
    Record<string, { container_name: string; image: string; ports?: readonly string[] }>
  >;
}

const folders: Readonly<Record<Hardware, string>> = {
  xeon: "intel/cpu/xeon",
  aipc: "intel/cpu/aipc",
  gaudi: "intel/hpu/gaudi",
  epyc: "amd/cpu/epyc",
  rocm: "amd/gpu/rocm",
  nvidia: "nvidia/gpu",
};

const header = `# What OPEA's docker compose files say: GenAIExamples ChatQnA/docker_compose/**/compose*.yaml at the
# tags v1.0 to v1.5, written by read-upstream-compose.ts. A block is a file; a line is a container,
# the tag of its image and its ports (host:container). Ports that a file leaves to a variable are
# resolved by the set_env*.sh beside it, else by the file's default.
`;

function readTable(clone: string): string {
  const blocks = allDeployments()
    .filter(({ via }) => via === "compose")
    .map(({ deployment: { release, hardware }, file }) => {
      const folder = `ChatQnA/docker_compose/${folders[hardware]}`;
      const read = (name: string) => show(clone, `v${release}:${folder}/${name}`);
      const variables = variablesOf(setEnvFor(file, hardware).map((name) => read(name) ?? ""));
      const text = read(file);
      if (text === undefined) return `${release} ${hardware} ${file}\n  (no such file)\n`;
      const { services } = parse(text, { merge: true, logLevel: "error" }) as ComposeFile;
      const lines = Object.values(services).map(({ container_name, image, ports = [] }) =>
        [`  ${container_name}`, tagOf(resolve(image, variables)), ...ports]
          .map((word) => resolve(word, variables))
          .join(" "),
      );
      return [`${release} ${hardware} ${file}`, ...lines, ""].join("\n");
    });
  return [header, ...blocks].join("\n");
}

/** Which scripts OPEA's READMEs have sourced before the file is used; later ones win. */
function setEnvFor(file: string, hardware: Hardware): readonly string[] {
  const variant = file.replace(/^compose|\.yaml$/g, "");
  if (hardware === "rocm") return [`set_env${variant}.sh`];
  return variant.startsWith("_faqgen") ? ["set_env.sh", "set_env_faqgen.sh"] : ["set_env.sh"];
}

function variablesOf(scripts: readonly string[]): ReadonlyMap<string, string> {
  const exports = scripts.join("\n").matchAll(/^\s*export (\w+)="?([\w./:-]+)"?\s*$/gm);
  return new Map(Array.from(exports, ([, name = "", value = ""]) => [name, value]));
}

function resolve(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(
    /\$\{(\w+)(?::-([^}]*))?\}/g,
    (_, name: string, fallback = "") => variables.get(name) ?? String(fallback),
  );
}

function tagOf(image: string): string {
  return /:([^/:]+)$/.exec(image)?.[1] ?? "untagged";
}

function show(clone: string, object: string): string | undefined {
  try {
    return execFileSync("git", ["-C", clone, "show", object], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    return undefined;
  }
}

const [clone] = process.argv.slice(2);
if (clone === undefined) {
  console.error(
    "usage: node --require ./toolchain/typescript.cjs test/plan/targets/read-upstream-compose.ts <clone of GenAIExamples>",
  );
  process.exitCode = 2;
} else {
  writeFileSync(join(__dirname, "upstream-compose.txt"), readTable(clone));
}
