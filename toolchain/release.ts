import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { download, sha256 } from "./download";
import type { Machine, ReleaseHosts } from "./machine";
import type { Step } from "./progress";
import { ProgramFailed, run } from "./subprocess";
import { Unavailable } from "./unavailable";

/** An archive that its project publishes, and where its checksum stands. */
export interface Release {
  readonly archive: string;
  readonly checksums: string;
}

/** Node's words for platforms, in the words of the releases' file names. */
export interface ReleasePlatform {
  readonly system: "linux" | "darwin";
  readonly architecture: "x64" | "arm64";
}

export type ReleaseOf = (
  version: string,
  platform: ReleasePlatform,
  hosts: ReleaseHosts,
) => Release;

/** File names as in the project's own `.goreleaser` file and its installer. */
export const pulumiRelease: ReleaseOf = (version, { system, architecture }, hosts) => ({
  archive: `${hosts.pulumi}/releases/sdk/pulumi-v${version}-${system}-${architecture}.tar.gz`,
  checksums: `${hosts.github}/pulumi/pulumi/releases/download/v${version}/pulumi-${version}-checksums.txt`,
});

export const prometheusRelease: ReleaseOf = (version, platform, hosts) => {
  const directory = `${hosts.github}/prometheus/prometheus/releases/download/v${version}`;
  return {
    archive: `${directory}/prometheus-${version}.${goPlatform(platform)}.tar.gz`,
    checksums: `${directory}/sha256sums.txt`,
  };
};

export const nodeExporterRelease: ReleaseOf = (version, platform, hosts) => {
  const directory = `${hosts.github}/prometheus/node_exporter/releases/download/v${version}`;
  return {
    archive: `${directory}/node_exporter-${version}.${goPlatform(platform)}.tar.gz`,
    checksums: `${directory}/sha256sums.txt`,
  };
};

export const alertmanagerRelease: ReleaseOf = (version, platform, hosts) => {
  const directory = `${hosts.github}/prometheus/alertmanager/releases/download/v${version}`;
  return {
    archive: `${directory}/alertmanager-${version}.${goPlatform(platform)}.tar.gz`,
    checksums: `${directory}/sha256sums.txt`,
  };
};

export const grafanaRelease: ReleaseOf = (version, platform, hosts) => {
  const archive = `${hosts.grafana}/oss/release/grafana-${version}.${goPlatform(platform)}.tar.gz`;
  return { archive, checksums: `${archive}.sha256` };
};

function goPlatform({ system, architecture }: ReleasePlatform): string {
  return `${system}-${architecture === "x64" ? "amd64" : "arm64"}`;
}

/** @throws {Unavailable} where no project publishes anything we could unpack. */
export function releasePlatform(machine: Machine): ReleasePlatform {
  const { platform, architecture } = machine;
  const systemKnown = platform === "linux" || platform === "darwin";
  if (systemKnown && (architecture === "x64" || architecture === "arm64")) {
    return { system: platform, architecture };
  }
  throw new Unavailable(`there is none for ${platform} on ${architecture}`);
}

/**
 * Downloads a release, verifies its SHA-256 and unpacks it into the directory, without the folder
 * that every such archive has at its top.
 *
 * @throws {Unavailable}
 */
export async function unpackRelease(
  machine: Machine,
  release: Release,
  directory: string,
  step: Step,
): Promise<void> {
  const workplace = join(directory, ".download");
  mkdirSync(workplace);
  const checksums = join(workplace, "checksums");
  const archive = join(workplace, "archive.tar.gz");
  const name = fileName(release.archive);
  step.detail(`asking ${new URL(release.checksums).host}`);
  // The checksums first: they are small, and where they cannot be had the archive is of no use.
  await download(machine, release.checksums, checksums, () => undefined);
  const expected = findChecksum(readFileSync(checksums, "utf8"), name);
  if (expected === undefined) throw new Unavailable(`${release.checksums} does not name ${name}`);
  await download(machine, release.archive, archive, (received, total) => {
    step.detail(`downloading ${megabytes(received, total)}`);
  });
  const actual = await sha256(archive);
  if (actual !== expected) {
    throw new Unavailable(`${name} has SHA-256 ${actual} instead of ${expected}; not used`);
  }
  step.detail("unpacking");
  await unpack(machine, archive, directory);
  rmSync(workplace, { recursive: true });
}

async function unpack(machine: Machine, archive: string, directory: string): Promise<void> {
  try {
    await run(machine, "tar", ["-xzf", archive, "--strip-components=1", "-C", directory]);
  } catch (error) {
    // No tar or no gzip on this machine, or a full disk.
    if (error instanceof ProgramFailed) throw new Unavailable(error.message);
    throw error;
  }
}

/** In a list of `<hash>  <file>` lines, or a file with nothing but the hash. */
export function findChecksum(text: string, name: string): string | undefined {
  for (const line of text.split("\n")) {
    const [, hash, file] = /^([0-9a-f]{64})(?:\s+\*?(\S+))?\s*$/i.exec(line) ?? [];
    if (hash !== undefined && (file === undefined || file === name)) return hash.toLowerCase();
  }
  return undefined;
}

function fileName(url: string): string {
  return url.slice(url.lastIndexOf("/") + 1);
}

function megabytes(received: number, total: number | undefined): string {
  const inMegabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);
  return total === undefined
    ? `${inMegabytes(received)} MB`
    : `${inMegabytes(received)} of ${inMegabytes(total)} MB`;
}
