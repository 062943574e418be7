import { spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { mkdirSync } from "node:fs";
import { stringify } from "yaml";
import { endLanguageHosts } from "./language-hosts";

const project = join(__dirname, "..", "..");

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The project as a fresh clone has it, in a folder of its own with a space in its name, sharing
 * node_modules. Its stack `local` uses free ports and scrapes every second.
 */
export class ProjectCopy {
  readonly directory: string;

  constructor() {
    this.directory = join(realpathSync(mkdtempSync(join(tmpdir(), "local stack-"))), "project");
    for (const file of committedFiles()) {
      const target = join(this.directory, file);
      mkdirSync(dirname(target), { recursive: true });
      // With its time, or node_modules would look older than the lockfile.
      cpSync(join(project, file), target, { preserveTimestamps: true });
    }
    symlinkSync(join(project, "node_modules"), join(this.directory, "node_modules"));
  }

  settings(settings: Readonly<Record<string, unknown>>): void {
    const config = Object.fromEntries(
      Object.entries(settings).map(([key, value]) => [`chatqna-monitoring:${key}`, value]),
    );
    writeFileSync(join(this.directory, "Pulumi.local.yaml"), stringify({ config }));
  }

  /** `npm run <command>` without npm, which adds half a second and nothing else. */
  command(...args: readonly string[]): Promise<Finished> {
    return this.run(process.execPath, ["toolchain/run.mjs", ...args], process.env);
  }

  /** A plain `pulumi`, in a shell prepared as the README says. */
  async pulumi(...args: readonly string[]): Promise<Finished> {
    const script = `eval "$(node toolchain/run.mjs env)" && exec pulumi "$@"`;
    return this.run("bash", ["-c", script, "pulumi", ...args], process.env);
  }

  run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Finished> {
    return new Promise((resolve, reject) => {
      const child = spawn(command, args, { cwd: this.directory, env });
      let stdout = "";
      let stderr = "";
      child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
      child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
      child.on("error", reject);
      child.on("close", (code) => {
        resolve({ code, stdout, stderr });
      });
    });
  }

  /** Runs a command, and kills the engine it started as soon as the output matches. */
  async killEngineWhen(command: string, seen: RegExp): Promise<void> {
    const child = spawn(process.execPath, ["toolchain/run.mjs", command], { cwd: this.directory });
    const ended = new Promise((resolve) => child.once("close", resolve));
    let output = "";
    await new Promise<void>((resolve, reject) => {
      child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
        output += chunk;
        if (seen.test(output)) resolve();
      });
      child.once("close", () => {
        reject(new Error(`${command} ended before ${String(seen)} was seen:\n${output}`));
      });
    });
    for (const pid of childrenOf(child.pid ?? 0)) process.kill(pid, "SIGKILL");
    await ended;
  }

  file(path: string): string {
    return readFileSync(join(this.directory, path), "utf8");
  }

  remove(): void {
    endLanguageHosts(this.directory);
    rmSync(dirname(this.directory), { recursive: true, force: true });
  }
}

function childrenOf(pid: number): readonly number[] {
  const { stdout } = spawnSync("ps", ["-o", "pid=", "--ppid", String(pid)], { encoding: "utf8" });
  return stdout
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map(Number);
}

/** What git would commit, new files included, and without those that are deleted. */
function committedFiles(): readonly string[] {
  const { stdout } = spawnSync("git", ["ls-files", "-z", "-co", "--exclude-standard"], {
    cwd: project,
    encoding: "utf8",
  });
  return stdout.split("\0").filter((file) => file !== "" && existsSync(join(project, file)));
}
