import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { stringify } from "yaml";
import { namespace } from "../../plan/settings/schema";
import type { Tool } from "../../toolchain/tool";
import { withEngine } from "../local/environment";
import { projectDirectory } from "../local/paths";
import { CannotRun } from "./cannot-run";
import type { DockerObject } from "./docker-host";

export const scratchStack = "e2e";

/** A copy of the project with a backend of its own, and with the plugins that are the user's. */
export class ScratchStack {
  private readonly root = mkdtempSync(join(tmpdir(), "chatqna-monitoring-e2e-"));
  private readonly directory = join(this.root, "project");
  private readonly environment: NodeJS.ProcessEnv;

  constructor(private readonly engine: Tool) {
    const backend = join(this.root, "state");
    mkdirSync(backend);
    const left = ["node_modules", ".git", ".local"];
    cpSync(projectDirectory, this.directory, {
      recursive: true,
      filter: (path) => !left.includes(relative(projectDirectory, path)),
    });
    symlinkSync(join(projectDirectory, "node_modules"), join(this.directory, "node_modules"));
    this.environment = {
      ...withEngine(process.env, engine.directory),
      PULUMI_BACKEND_URL: pathToFileURL(backend).href,
      PULUMI_CONFIG_PASSPHRASE: randomBytes(16).toString("hex"),
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    };
  }

  /** @throws CannotRun for a plugin that is neither there nor to be had */
  async installPlugin(nodePackage: string): Promise<void> {
    const manifest = join(projectDirectory, "node_modules", nodePackage, "package.json");
    const { pulumi: plugin } = JSON.parse(readFileSync(manifest, "utf8")) as {
      pulumi: { name: string; version: string; server?: string };
    };
    const server = plugin.server === undefined ? [] : ["--server", plugin.server];
    const args = ["plugin", "install", "resource", plugin.name, plugin.version, ...server];
    const { code, output } = await this.run(args);
    if (code === 0) return;
    const reason = output.trim().split("\n").at(-1) ?? "";
    throw new CannotRun(
      `the plugin ${plugin.name} ${plugin.version} of Pulumi cannot be had: ${reason}`,
    );
  }

  async create(
    settings: Readonly<Record<string, unknown>>,
    secrets: Readonly<Record<string, string>>,
  ): Promise<void> {
    const config = Object.fromEntries(
      Object.entries(settings).map(([key, value]) => [`${namespace}:${key}`, value]),
    );
    writeFileSync(join(this.directory, `Pulumi.${scratchStack}.yaml`), stringify({ config }));
    await this.succeed(["stack", "init", scratchStack]);
    for (const [key, value] of Object.entries(secrets)) {
      const path = `${namespace}:${key}`;
      await this.succeed(["config", "set", ...ofStack, "--secret", "--path", path], value);
    }
  }

  async up(): Promise<void> {
    await this.succeed(["up", ...ofStack, "--yes", "--skip-preview"]);
  }

  /** @throws Error with what would change */
  async expectNoChanges(): Promise<void> {
    await this.succeed(["preview", ...ofStack, "--diff", "--expect-no-changes"]);
  }

  async destroy(): Promise<void> {
    await this.succeed(["destroy", ...ofStack, "--yes", "--skip-preview"]);
  }

  async outputs<Outputs>(): Promise<Outputs> {
    const args = ["stack", "output", ...ofStack, "--json", "--show-secrets"];
    return JSON.parse(await this.succeed(args)) as Outputs;
  }

  /** What the stack has made on the Docker host. */
  async dockerObjects(): Promise<readonly DockerObject[]> {
    const { deployment } = JSON.parse(await this.succeed(["stack", "export", ...ofStack])) as {
      deployment: { resources?: readonly { type: string; id?: string }[] };
    };
    return (deployment.resources ?? []).flatMap(({ type, id }) => {
      const kind = kinds.get(type);
      return kind === undefined || id === undefined ? [] : [{ kind, id }];
    });
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** @throws Error with all that the engine printed */
  private async succeed(args: readonly string[], input = ""): Promise<string> {
    const { code, output, stdout } = await this.run(args, input);
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${output.trim()}`);
    return stdout;
  }

  private run(
    args: readonly string[],
    input = "",
  ): Promise<{ code: number | null; stdout: string; output: string }> {
    return new Promise((resolve, reject) => {
      const child = spawn(this.engine.path, [...args, "--non-interactive", "--color", "never"], {
        cwd: this.directory,
        env: this.environment,
      });
      let stdout = "";
      let output = "";
      child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
        stdout += chunk;
        output += chunk;
      });
      child.stderr.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
      child.stdin.end(input);
      child.on("error", reject);
      child.on("close", (code) => {
        resolve({ code, stdout, output });
      });
    });
  }
}

const ofStack = ["--stack", scratchStack];

const kinds: ReadonlyMap<string, DockerObject["kind"]> = new Map([
  ["docker:index/container:Container", "containers"],
  ["docker:index/volume:Volume", "volumes"],
  ["docker:index/network:Network", "networks"],
]);
