import { chmodSync, existsSync } from "node:fs";
import { join } from "node:path";
import type { Contents } from "./cache";
import type { DebianPackage } from "./distribution";
import { unpackDebianPackage } from "./distribution";
import type { Program } from "./executable-version";
import { askVersion, compareVersions } from "./executable-version";
import type { GoBuild } from "./go-build";
import { buildWithGo } from "./go-build";
import type { Machine } from "./machine";
import type { Step } from "./progress";
import type { ReleaseOf } from "./release";
import {
  alertmanagerRelease,
  grafanaRelease,
  nodeExporterRelease,
  prometheusRelease,
  pulumiRelease,
  releasePlatform,
  unpackRelease,
} from "./release";
import { ProgramFailed } from "./subprocess";
import { Unavailable } from "./unavailable";
import { versions } from "./versions";

/** What is obtained in one go: the programs that a release or a package brings together. */
export interface Artifact {
  /** Its folder in the cache. */
  readonly name: string;
  /** What is downloaded or built. */
  readonly version: string;
  /** The program whose version is the artifact's, first, and those that must come with it. */
  readonly programs: readonly [Program, ...string[]];
  /** Where the programs lie in an unpacked release. */
  readonly releaseDirectory: string;
  /** Absent where releases come in another form than the others'. */
  readonly release?: ReleaseOf;
  readonly debian?: DebianPackage;
  readonly go?: readonly GoBuild[];
}

const debianPrometheus: DebianPackage = { name: "prometheus", alsoNeeds: /^(?:libjs-|fonts-)/ };
const prometheusVersionVariable = "github.com/prometheus/common/version.Version";
/**
 * Service discovery is most of a Prometheus build. Static and file discovery are always in; of the
 * rest we render Kubernetes and DNS only.
 */
const prometheusTags = ["remove_all_sd", "enable_kubernetes_sd", "enable_dns_sd"];

export const pulumi: Artifact = {
  name: "pulumi",
  version: versions.pulumi.obtain,
  programs: ["pulumi", "pulumi-language-nodejs"],
  releaseDirectory: "",
  release: pulumiRelease,
  go: [
    {
      module: "pulumi",
      packages: { pulumi: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi" },
      tags: [],
      variables: {
        "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": `v${versions.pulumi.obtain}`,
      },
    },
    {
      module: "pulumi-language-nodejs",
      packages: {
        "pulumi-language-nodejs":
          "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
      },
      tags: [],
      variables: {},
    },
  ],
};

export const prometheus: Artifact = {
  name: "prometheus",
  version: versions.prometheus.obtain,
  programs: ["prometheus", "promtool"],
  releaseDirectory: "",
  release: prometheusRelease,
  debian: debianPrometheus,
  go: [
    {
      module: "prometheus",
      packages: {
        prometheus: "github.com/prometheus/prometheus/cmd/prometheus",
        promtool: "github.com/prometheus/prometheus/cmd/promtool",
      },
      tags: prometheusTags,
      variables: { [prometheusVersionVariable]: versions.prometheus.obtain },
    },
  ],
};

export const grafana: Artifact = {
  name: "grafana",
  version: versions.grafana.obtain,
  programs: ["grafana"],
  releaseDirectory: "bin",
  release: grafanaRelease,
};

export const nodeExporter: Artifact = {
  name: "node_exporter",
  version: versions.nodeExporter.obtain,
  programs: ["node_exporter"],
  releaseDirectory: "",
  release: nodeExporterRelease,
  debian: {
    name: "prometheus-node-exporter",
    programs: { "prometheus-node-exporter": "node_exporter" },
  },
  go: [
    {
      module: "node_exporter",
      packages: { node_exporter: "github.com/prometheus/node_exporter" },
      tags: [],
      variables: { [prometheusVersionVariable]: versions.nodeExporter.obtain },
    },
  ],
};

export const alertmanager: Artifact = {
  name: "alertmanager",
  version: versions.alertmanager.obtain,
  programs: ["alertmanager", "amtool"],
  releaseDirectory: "",
  release: alertmanagerRelease,
  go: [
    {
      module: "alertmanager",
      packages: {
        alertmanager: "github.com/prometheus/alertmanager/cmd/alertmanager",
        amtool: "github.com/prometheus/alertmanager/cmd/amtool",
      },
      tags: [],
      variables: { [prometheusVersionVariable]: versions.alertmanager.obtain },
    },
  ],
};

/** Its releases have no folder at their top. */
export const actionlint: Artifact = {
  name: "actionlint",
  version: versions.actionlint.obtain,
  programs: ["actionlint"],
  releaseDirectory: "",
  go: [
    {
      module: "actionlint",
      packages: { actionlint: "github.com/rhysd/actionlint/cmd/actionlint" },
      tags: [],
      variables: { "github.com/rhysd/actionlint.version": versions.actionlint.obtain },
    },
  ],
};

/** A promtool alone, for the tests; `module` is its folder under `toolchain/go/`. */
function promtoolOnly(
  name: keyof typeof versions.promtools,
  more: { module?: string; tags?: readonly string[]; debian?: DebianPackage },
): Artifact {
  const version = versions.promtools[name];
  const { module, tags = [], debian } = more;
  const build = (folder: string): GoBuild => ({
    module: folder,
    packages: { promtool: "github.com/prometheus/prometheus/cmd/promtool" },
    tags,
    variables: { [prometheusVersionVariable]: version },
  });
  return {
    name,
    version,
    programs: ["promtool"],
    releaseDirectory: "",
    release: prometheusRelease,
    ...(debian === undefined ? {} : { debian }),
    ...(module === undefined ? {} : { go: [build(module)] }),
  };
}

export const promtool242 = promtoolOnly("promtool-2.42", { debian: debianPrometheus });
export const promtool252 = promtoolOnly("promtool-2.52", { module: "promtool-2.52" });
export const promtool3 = promtoolOnly("promtool-3", {
  module: "prometheus",
  tags: prometheusTags,
});

/** A Prometheus alone, where the one that the stack runs is the distribution's older one. */
export const prometheus3: Artifact = {
  name: "prometheus-3",
  version: versions.prometheus.obtain,
  programs: ["prometheus"],
  releaseDirectory: "",
  release: prometheusRelease,
  go: [
    {
      module: "prometheus",
      packages: { prometheus: "github.com/prometheus/prometheus/cmd/prometheus" },
      tags: prometheusTags,
      variables: { [prometheusVersionVariable]: versions.prometheus.obtain },
    },
  ],
};

/** Why a version will not do, in words that follow "is"; undefined when it will. */
export type Objection = (version: string) => string | undefined;

export function atLeast(minimum: string): Objection {
  return (version) => (compareVersions(version, minimum) < 0 ? `older than ${minimum}` : undefined);
}

/** Fills the directory from one source. @throws {Unavailable} */
export type Obtain = (directory: string, step: Step) => Promise<Contents>;

/** The sources that may have the artifact, in the order in which they are tried. */
export function sourcesOf(
  machine: Machine,
  artifact: Artifact,
  objection: Objection,
): { readonly source: Contents["origin"]; readonly obtain: Obtain }[] {
  const { release: releaseOf, debian, go } = artifact;
  const check = (origin: Contents["origin"], directory: string, programs: string) =>
    checkedContents(machine, artifact, objection, { origin, directory, programs });
  return [
    ...(releaseOf === undefined
      ? []
      : [
          {
            source: "release" as const,
            async obtain(directory: string, step: Step) {
              const platform = releasePlatform(machine);
              const release = releaseOf(artifact.version, platform, machine.hosts);
              await unpackRelease(machine, release, directory, step);
              return check("release", directory, artifact.releaseDirectory);
            },
          },
        ]),
    ...(debian === undefined
      ? []
      : [
          {
            source: "distribution" as const,
            async obtain(directory: string, step: Step) {
              await unpackDebianPackage(machine, debian, directory, step);
              return check("distribution", directory, "usr/bin");
            },
          },
        ]),
    ...(go === undefined
      ? []
      : [
          {
            source: "go build" as const,
            async obtain(directory: string, step: Step) {
              await buildWithGo(machine, go, directory, step);
              return check("go build", directory, "");
            },
          },
        ]),
  ];
}

/** A program counts as obtained once it has run here and named a version that will do. */
async function checkedContents(
  machine: Machine,
  artifact: Artifact,
  objection: Objection,
  found: { origin: Contents["origin"]; directory: string; programs: string },
): Promise<Contents> {
  const { origin, directory } = found;
  const [main] = artifact.programs;
  const places = artifact.programs.map((name) => [name, join(found.programs, name)] as const);
  const absent = places.find(([, place]) => !existsSync(join(directory, place)));
  if (absent !== undefined) throw new Unavailable(`brought no ${absent[0]}`);
  for (const [, place] of places) chmodSync(join(directory, place), 0o755);
  const version = await runVersion(machine, main, join(directory, found.programs, main));
  const reason = objection(version);
  if (reason !== undefined) throw new Unavailable(`brought ${main} ${version}, which is ${reason}`);
  const assets = "usr/share/prometheus/web";
  return {
    version,
    origin,
    programs: Object.fromEntries(places),
    ...(existsSync(join(directory, assets)) ? { assets } : {}),
  };
}

async function runVersion(machine: Machine, program: Program, path: string): Promise<string> {
  try {
    const version = await askVersion(machine, program, path);
    if (version !== undefined) return version;
  } catch (error) {
    if (!(error instanceof ProgramFailed)) throw error;
    throw new Unavailable(`brought a ${program} that does not run here: ${error.message}`);
  }
  throw new Unavailable(`brought a ${program} that names no version`);
}
