/** A Pulumi project in a temporary directory, whose program makes what its `program.json` says. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import type { TestContext } from "node:test";

import type { DirectoryInputs, FileInputs, ProcessInputs } from "../../../providers/process/inputs";
import { listRegistry, stopRegistered } from "../../../providers/process/registry";
import { endLanguageHosts } from "../../engine/language-hosts";

/** The directory of the executables `pulumi` and `pulumi-language-nodejs`. */
export const engineDirectory = process.env["CHATQNA_MONITORING_PULUMI_DIR"];

const repository = resolve(__dirname, "..", "..", "..");

/** What the program makes: the process depends on the others. */
export interface Program {
  readonly directory: DirectoryInputs;
  /** Its content is made a Pulumi secret. */
  readonly secretFile: FileInputs;
  readonly file: FileInputs;
  /** The environment's `PASSWORD` and `readiness.password` are made Pulumi secrets. */
  readonly process: ProcessInputs;
}

export interface Step {
  readonly op: string;
  readonly urn: string;
}

export class EngineProject {
  private constructor(
    readonly root: string,
    readonly registry: string,
  ) {}

  static async create(test: TestContext): Promise<EngineProject> {
    const root = await realpath(await mkdtemp(join(tmpdir(), "process-engine-")));
    const project = new EngineProject(root, join(root, "registry"));
    test.after(async () => {
      for (const entry of await listRegistry(project.registry)) await stopRegistered(entry, 0);
      endLanguageHosts(root);
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    });
    await mkdir(join(root, "backend"));
    await symlink(join(repository, "node_modules"), join(root, "node_modules"));
    await writeFile(join(root, "package.json"), '{ "name": "program", "main": "index.js" }');
    await writeFile(
      join(root, "Pulumi.yaml"),
      JSON.stringify({
        name: "project",
        runtime: { name: "nodejs", options: { typescript: false } },
        plugins: {
          providers: [{ name: "process", path: join(repository, "providers", "process") }],
        },
      }),
    );
    await writeFile(join(root, "index.js"), programText);
    await project.run("stack", "init", "test");
    return project;
  }

  async define(program: Program): Promise<void> {
    await writeFile(join(this.root, "program.json"), JSON.stringify(program));
  }

  /** Standard output and error of the command; an error with both when it fails. */
  async run(...args: readonly string[]): Promise<string> {
    const { child, output } = this.start(...args);
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${output()}`);
    return output();
  }

  start(...args: readonly string[]): { child: ChildProcess; output: () => string } {
    const child = spawn(join(String(engineDirectory), "pulumi"), [...args, "--non-interactive"], {
      cwd: this.root,
      env: {
        ...process.env,
        PATH: [engineDirectory, process.env["PATH"]].join(delimiter),
        PULUMI_BACKEND_URL: `file://${join(this.root, "backend")}`,
        PULUMI_HOME: join(this.root, "home"),
        PULUMI_CONFIG_PASSPHRASE: "of this test",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        NO_COLOR: "1",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
    return { child, output: () => text };
  }

  /** What a preview would do, by resource name: `update`, `replace`; unchanged ones left out. */
  async preview(): Promise<Record<string, string>> {
    const text = await this.run("preview", "--stack", "test", "--json");
    const { steps } = JSON.parse(text.slice(text.indexOf("{"))) as { steps: readonly Step[] };
    const ours = steps.filter(({ op, urn }) => op !== "same" && urn.includes("process:index:"));
    return Object.fromEntries(ours.map(({ op, urn }) => [urn.split("::").at(-1) ?? "", op]));
  }

  async up(...args: readonly string[]): Promise<string> {
    return this.run("up", "--stack", "test", "--yes", "--skip-preview", ...args);
  }

  async state(): Promise<string> {
    return readFile(join(this.root, "backend/.pulumi/stacks/project/test.json"), "utf8");
  }
}

const programText = `
require(${JSON.stringify(join(repository, "toolchain", "typescript.cjs"))});
const pulumi = require("@pulumi/pulumi");
const { Directory, File, Process } = require(${JSON.stringify(
  join(repository, "providers", "process", "resources.ts"),
)});
const program = require("./program.json");

const directory = new Directory("directory", program.directory);
const dependsOn = [directory];
const secretFile = new File(
  "secret-file",
  { ...program.secretFile, content: pulumi.secret(program.secretFile.content) },
  { dependsOn },
);
const file = new File("file", program.file, { dependsOn });
const { environment, readiness } = program.process;
const server = new Process(
  "server",
  {
    ...program.process,
    environment: { ...environment, PASSWORD: pulumi.secret(environment.PASSWORD) },
    readiness: { ...readiness, password: pulumi.secret(readiness.password) },
  },
  { dependsOn: [directory, secretFile, file] },
);
exports.pid = server.pid;
`;
