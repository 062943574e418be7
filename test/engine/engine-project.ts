import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { stringify } from "yaml";
import { testTools } from "../tools";
import { type Finished, ProjectCopy } from "./project-copy";

interface Step {
  readonly op: string;
  readonly urn: string;
}

export interface StateResource {
  readonly urn: string;
  readonly parent?: string;
  readonly provider?: string;
  readonly deletedWith?: string;
}

/** A copy of the project, one of whose stacks the real engine brings up against stand-ins for providers. */
export abstract class EngineProject {
  readonly copy = new ProjectCopy();
  private readonly engine = testTools.pulumiDirectory ?? "";

  /**
   * @param stack whose settings are replaced
   * @param secret what no output of a preview may show
   * @param providers the names of folders beside this file's `providers/`
   */
  protected constructor(
    protected readonly stack: string,
    private readonly secret: string,
    private readonly providers: readonly string[],
  ) {}

  async create(settings: Readonly<Record<string, unknown>>): Promise<void> {
    const config = Object.fromEntries(
      Object.entries(settings).map(([key, value]) => [`chatqna-monitoring:${key}`, value]),
    );
    writeFileSync(this.path(`Pulumi.${this.stack}.yaml`), stringify({ config }));
    await this.succeed("stack", "init", this.stack);
  }

  remove(): void {
    this.copy.remove();
  }

  path(file: string): string {
    return join(this.copy.directory, file);
  }

  pulumi(...args: readonly string[]): Promise<Finished> {
    const command = join(this.engine, "pulumi");
    return this.copy.run(command, [...args, "--non-interactive"], this.environment());
  }

  environment(): NodeJS.ProcessEnv {
    const standIns = this.providers.map((name) => join(__dirname, "providers", name));
    return {
      ...process.env,
      PATH: [...standIns, this.engine, process.env["PATH"]].join(delimiter),
      PULUMI_BACKEND_URL: `file://${encodeURI(this.copy.directory)}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_HOME: this.path("pulumi-home"),
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    };
  }

  /** Standard output of a command that must succeed. */
  async succeed(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.pulumi(...args);
    assert.equal(code, 0, `pulumi ${args.join(" ")}:\n${stdout}${stderr}`);
    return stdout;
  }

  up(): Promise<string> {
    return this.succeed("up", "-s", this.stack, "--yes", "--skip-preview");
  }

  /** What would change, as `replace prometheus`. */
  async preview(): Promise<readonly string[]> {
    const stdout = await this.succeed("preview", "-s", this.stack, "--json");
    assert.doesNotMatch(stdout, new RegExp(this.secret), "the preview shows a secret");
    const { steps } = JSON.parse(stdout.slice(stdout.indexOf("{"))) as { steps: readonly Step[] };
    return steps
      .filter(({ op }) => op !== "same")
      .map(({ op, urn }) => `${op} ${urn.split("::").at(-1) ?? ""}`);
  }

  async expectNoChanges(): Promise<void> {
    await this.succeed("preview", "-s", this.stack, "--expect-no-changes");
  }

  /** The names of what would be replaced. */
  async replaced(): Promise<readonly string[]> {
    const changes = await this.preview();
    return changes.flatMap((change) => /^replace (.*)$/.exec(change)?.[1] ?? []).sort();
  }

  async set(key: string, value: string): Promise<void> {
    await this.succeed(
      "config",
      "set",
      "-s",
      this.stack,
      "--path",
      `chatqna-monitoring:${key}`,
      value,
    );
  }

  async setSecret(key: string, value: string): Promise<void> {
    const path = `chatqna-monitoring:${key}`;
    await this.succeed("config", "set", "-s", this.stack, "--secret", "--path", path, value);
  }

  async outputs(): Promise<Readonly<Record<string, unknown>>> {
    const stdout = await this.succeed("stack", "output", "-s", this.stack, "--json");
    return JSON.parse(stdout) as Readonly<Record<string, unknown>>;
  }

  /** The state as text. */
  exported(): Promise<string> {
    return this.succeed("stack", "export", "-s", this.stack);
  }

  async resource(name: string): Promise<StateResource> {
    const { deployment } = JSON.parse(await this.exported()) as {
      deployment: { resources: readonly StateResource[] };
    };
    const found = deployment.resources.find(({ urn }) => urn.endsWith(`::${name}`));
    assert.ok(found, `the state has no ${name}`);
    return found;
  }

  /** Another release of this project. */
  edit(file: string, before: string, after: string): void {
    const text = this.copy.file(file);
    assert.ok(text.includes(before), `${file} has no ${before}`);
    writeFileSync(this.path(file), text.replace(before, after));
  }
}
