/** A Pulumi project whose program puts content into Grafana, as its `program.json` says. */
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import type { TestContext } from "node:test";
import { testTools } from "../tools";

const repository = resolve(__dirname, "..", "..");

export interface ContentProgram {
  readonly url: string;
  readonly password: string;
  readonly datasourcePassword: string;
  /** Path of the file that stands in for what owns Grafana's database; another one replaces it. */
  readonly owner: string;
  readonly dashboards: readonly { uid: string; folder: string; json: string }[];
}

export class ContentProject {
  private constructor(readonly root: string) {}

  static async create(test: TestContext): Promise<ContentProject> {
    const root = await realpath(await mkdtemp(join(tmpdir(), "grafana-content-")));
    test.after(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));
    await mkdir(join(root, "backend"));
    await symlink(join(repository, "node_modules"), join(root, "node_modules"));
    await writeFile(join(root, "package.json"), '{ "name": "program", "main": "index.js" }');
    await writeFile(join(root, "index.js"), programText);
    const process = { name: "process", path: join(repository, "providers", "process") };
    await writeFile(
      join(root, "Pulumi.yaml"),
      JSON.stringify({
        name: "project",
        runtime: { name: "nodejs", options: { typescript: false } },
        plugins: { providers: [process] },
      }),
    );
    const project = new ContentProject(root);
    await project.run("stack", "init", "test");
    return project;
  }

  async define(program: ContentProgram): Promise<void> {
    await writeFile(join(this.root, "program.json"), JSON.stringify(program));
  }

  async preview(): Promise<{ text: string; changes: Readonly<Record<string, string>> }> {
    const text = await this.run("preview", "--stack", "test", "--json");
    const { steps } = JSON.parse(text.slice(text.indexOf("{"))) as {
      steps: readonly { op: string; urn: string }[];
    };
    // One replacement is three steps: create-replacement, replace, delete-replaced.
    const shown = steps.filter(({ op }) => ["create", "update", "replace", "delete"].includes(op));
    return {
      text,
      changes: Object.fromEntries(
        shown
          .filter(({ urn }) => urn.includes("grafana:oss/"))
          .map(({ op, urn }) => [urn.split("::").at(-1) ?? "", op]),
      ),
    };
  }

  up(): Promise<string> {
    return this.run("up", "--stack", "test", "--yes", "--skip-preview");
  }

  destroy(): Promise<string> {
    return this.run("destroy", "--stack", "test", "--yes", "--skip-preview");
  }

  state(): Promise<string> {
    return readFile(join(this.root, "backend/.pulumi/stacks/project/test.json"), "utf8");
  }

  /** Standard output and error of the command; an error with both when it fails. */
  async run(...args: readonly string[]): Promise<string> {
    const engine = String(testTools.pulumiDirectory);
    const child = spawn(join(engine, "pulumi"), [...args, "--non-interactive"], {
      cwd: this.root,
      env: {
        ...process.env,
        PATH: [engine, join(repository, "test/engine/providers/grafana"), process.env["PATH"]].join(
          delimiter,
        ),
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
    const code = await new Promise<number | null>((done) => child.once("close", done));
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${text}`);
    return text;
  }
}

const programText = `
require(${JSON.stringify(join(repository, "toolchain", "typescript.cjs"))});
const pulumi = require("@pulumi/pulumi");
const { File } = require(${JSON.stringify(join(repository, "providers/process/resources.ts"))});
const { GrafanaContent } = require(${JSON.stringify(
  join(repository, "components/grafana-content/grafana-content.ts"),
)});
const { url, password, datasourcePassword, owner, dashboards } = require("./program.json");

const container = new File(
  "container",
  { path: owner, content: "database", mode: "0600" },
  { deleteBeforeReplace: true },
);
const content = new GrafanaContent("grafana", {
  url,
  username: "admin",
  password: pulumi.secret(password),
  datasource: {
    url: "http://prometheus:9090",
    timeInterval: "15s",
    username: "monitor",
    password: pulumi.secret(datasourcePassword),
  },
  folders: [{ uid: "chatqna", title: "ChatQnA" }],
  dashboards,
  ownerOfDatabase: container,
  after: [container],
});
exports.url = content.url;
`;
