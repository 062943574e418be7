import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Machine } from "./machine";
import type { Step } from "./progress";
import { findOnPath, ProgramFailed, run } from "./subprocess";
import { Unavailable } from "./unavailable";

/** A package of Debian and of what derives from it. */
export interface DebianPackage {
  readonly name: string;
  /**
   * Which packages it depends on are needed as well, for example the scripts of its web pages. The
   * libraries it needs are those every Debian has. Absent: none.
   */
  readonly alsoNeeds?: RegExp;
  /** Programs that the distribution calls otherwise: its name to their own. */
  readonly programs?: Readonly<Record<string, string>>;
}

/** apt drops root's rights to `_apt`, which cannot write to our directories, and warns about it. */
const withoutSandbox = ["-o", "APT::Sandbox::User=root"];

let lastPackage: Promise<unknown> = Promise.resolve();

/**
 * Unpacks a distribution package into `directory`. Nothing gets installed and no server is started,
 * so it takes no rights, and whoever has a Prometheus on port 9090 keeps it. One package at a time:
 * who fetches the package lists has them locked.
 *
 * @throws {Unavailable}
 */
export function unpackDebianPackage(
  machine: Machine,
  wanted: DebianPackage,
  directory: string,
  step: Step,
): Promise<void> {
  const mine = lastPackage.then(() => unpack(machine, wanted, directory, step));
  lastPackage = mine.catch(() => undefined);
  return mine;
}

async function unpack(
  machine: Machine,
  wanted: DebianPackage,
  directory: string,
  step: Step,
): Promise<void> {
  for (const program of ["apt-get", "dpkg-deb"]) {
    if (findOnPath(machine, program) === undefined) {
      throw new Unavailable(`no ${program} on PATH (not a Debian or Ubuntu)`);
    }
  }
  const workplace = join(directory, ".packages");
  mkdirSync(workplace);
  const apt = new Apt(machine, workplace);
  try {
    step.detail("downloading the distribution's package");
    await apt.download([wanted.name], step);
    await downloadNeeded(apt, wanted, step);
    step.detail("unpacking");
    for (const archive of apt.archives())
      await run(machine, "dpkg-deb", ["-x", archive, directory]);
  } catch (error) {
    if (error instanceof ProgramFailed) throw new Unavailable(error.message);
    throw error;
  }
  for (const path of unused) rmSync(join(directory, path), { recursive: true, force: true });
  for (const [theirs, own] of Object.entries(wanted.programs ?? {})) {
    const program = join(directory, "usr", "bin", theirs);
    if (existsSync(program)) renameSync(program, join(directory, "usr", "bin", own));
  }
}

const unused = [
  ".packages",
  "etc",
  "lib",
  "var",
  "usr/share/doc",
  "usr/share/man",
  "usr/share/nodejs",
  // 214 of the 317 MB: what the script of the same name is made from.
  "usr/share/javascript/moment-timezone/data",
];

/** Without them the program itself still works, so a failure here is none. */
async function downloadNeeded(apt: Apt, wanted: DebianPackage, step: Step): Promise<void> {
  const { alsoNeeds } = wanted;
  if (alsoNeeds === undefined) return;
  const asked = new Set([wanted.name]);
  let round = [wanted.name];
  while (round.length > 0) {
    const dependencies = await Promise.all(round.map((name) => apt.dependencies(name)));
    round = dependencies.flat().filter((name) => alsoNeeds.test(name) && !asked.has(name));
    for (const name of round) asked.add(name);
    if (round.length === 0) return;
    step.detail(`downloading ${round.length} more packages`);
    try {
      await apt.download([...new Set(round)], step);
    } catch (error) {
      if (error instanceof ProgramFailed) return;
      throw error;
    }
  }
}

class Apt {
  /** Set when the machine's own package lists are empty and may not be filled. */
  #ownLists: readonly string[] = [];
  #updated = false;

  constructor(
    private readonly machine: Machine,
    private readonly workplace: string,
  ) {}

  /** With empty package lists apt knows no package at all: then it fetches the lists and retries. */
  async download(names: readonly string[], step: Step): Promise<void> {
    try {
      await this.#apt(["download", ...names]);
    } catch (error) {
      if (this.#updated || !(error instanceof ProgramFailed)) throw error;
      if (!/unable to locate|no candidate|can't find/i.test(error.lastLines.join("\n")))
        throw error;
      step.detail("fetching the distribution's package lists");
      await this.#update();
      await this.#apt(["download", ...names]);
    }
  }

  archives(): string[] {
    return readdirSync(this.workplace)
      .filter((file) => file.endsWith(".deb"))
      .map((file) => join(this.workplace, file));
  }

  /** Names only; of alternatives the first. */
  async dependencies(name: string): Promise<string[]> {
    const archive = this.archives().find((path) =>
      path.startsWith(join(this.workplace, `${name}_`)),
    );
    if (archive === undefined) return [];
    const { stdout } = await run(this.machine, "dpkg-deb", ["-f", archive, "Depends"]);
    return stdout
      .split(",")
      .map((one) => one.trim().split(/[\s(|:]/)[0] ?? "")
      .filter((one) => one !== "");
  }

  /** Only root may fill the machine's lists; anyone else gets lists of their own, removed later. */
  async #update(): Promise<void> {
    this.#updated = true;
    if (process.getuid?.() !== 0) {
      const lists = join(this.workplace, "lists");
      const cache = join(this.workplace, "cache");
      mkdirSync(join(lists, "partial"), { recursive: true });
      mkdirSync(join(cache, "archives", "partial"), { recursive: true });
      this.#ownLists = ["-o", `Dir::State::lists=${lists}`, "-o", `Dir::Cache=${cache}`];
    }
    await this.#apt(["update"]);
  }

  async #apt(args: readonly string[]): Promise<void> {
    // Messages are looked at, so they must be English.
    await run(this.machine, "apt-get", ["-q", ...withoutSandbox, ...this.#ownLists, ...args], {
      cwd: this.workplace,
      env: { LC_ALL: "C" },
    });
  }
}
