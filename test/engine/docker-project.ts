import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { stringify } from "yaml";
import { testTools } from "../tools";
import { type Finished, ProjectCopy } from "./project-copy";
import {
  type ContainerInputs,
  type DaemonState,
  type Fault,
  faultsFile,
} from "./providers/docker/daemon";

const providers = ["docker", "grafana"].map((name) => join(__dirname, "providers", name));

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

/** Settings for what concerns any container: no Grafana, no exporters. */
export const prometheusAlone = {
  platform: "docker",
  docker: { network: "xeon_default" },
  targets: { chatqna: { via: "compose" } },
  grafana: { enabled: false },
  exporters: Object.fromEntries(
    ["node", "cadvisor", "redis", "blackbox"].map((name) => [name, { enabled: false }]),
  ),
} as const;

/** A copy of the project, whose stack `dev` the real engine brings up against the recording providers. */
export class DockerProject {
  readonly copy = new ProjectCopy();
  private readonly engine = testTools.pulumiDirectory ?? "";

  /** @param secret what no output of a preview may show */
  constructor(private readonly secret: string) {}

  async create(settings: Readonly<Record<string, unknown>>): Promise<void> {
    const config = Object.fromEntries(
      Object.entries(settings).map(([key, value]) => [`chatqna-monitoring:${key}`, value]),
    );
    writeFileSync(this.path("Pulumi.dev.yaml"), stringify({ config }));
    await this.succeed("stack", "init", "dev");
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
    return {
      ...process.env,
      PATH: [...providers, this.engine, process.env["PATH"]].join(delimiter),
      PULUMI_BACKEND_URL: `file://${encodeURI(this.copy.directory)}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_HOME: this.path("pulumi-home"),
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      RECORDED_DOCKER_DAEMON: this.path("daemon.json"),
      DOCKER_CONTEXT: "",
      DOCKER_CERT_PATH: "",
      // Nothing listens there unless a test does: the ports of a daemon of this machine are not ours.
      DOCKER_HOST: `unix://${this.path("docker.sock")}`,
    };
  }

  /** Standard output of a command that must succeed. */
  async succeed(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.pulumi(...args);
    assert.equal(code, 0, `pulumi ${args.join(" ")}:\n${stdout}${stderr}`);
    return stdout;
  }

  up(): Promise<string> {
    return this.succeed("up", "-s", "dev", "--yes", "--skip-preview");
  }

  /** What would change, as `replace prometheus`. */
  async preview(): Promise<readonly string[]> {
    const stdout = await this.succeed("preview", "-s", "dev", "--json");
    assert.doesNotMatch(stdout, new RegExp(this.secret), "the preview shows a secret");
    const { steps } = JSON.parse(stdout.slice(stdout.indexOf("{"))) as { steps: readonly Step[] };
    return steps
      .filter(({ op }) => op !== "same")
      .map(({ op, urn }) => `${op} ${urn.split("::").at(-1) ?? ""}`);
  }

  async expectNoChanges(): Promise<void> {
    await this.succeed("preview", "-s", "dev", "--expect-no-changes");
  }

  /** The names of what would be replaced. */
  async replaced(): Promise<readonly string[]> {
    const changes = await this.preview();
    return changes.flatMap((change) => /^replace (.*)$/.exec(change)?.[1] ?? []).sort();
  }

  async set(key: string, value: string): Promise<void> {
    await this.succeed("config", "set", "-s", "dev", "--path", `chatqna-monitoring:${key}`, value);
  }

  async setSecret(key: string, value: string): Promise<void> {
    const path = `chatqna-monitoring:${key}`;
    await this.succeed("config", "set", "-s", "dev", "--secret", "--path", path, value);
  }

  async outputs(): Promise<Readonly<Record<string, unknown>>> {
    const stdout = await this.succeed("stack", "output", "-s", "dev", "--json");
    return JSON.parse(stdout) as Readonly<Record<string, unknown>>;
  }

  /** The state as text. */
  exported(): Promise<string> {
    return this.succeed("stack", "export", "-s", "dev");
  }

  async resource(name: string): Promise<StateResource> {
    const { deployment } = JSON.parse(await this.exported()) as {
      deployment: { resources: readonly StateResource[] };
    };
    const found = deployment.resources.find(({ urn }) => urn.endsWith(`::${name}`));
    assert.ok(found, `the state has no ${name}`);
    return found;
  }

  /** What the recording provider was asked, and what there is now. */
  daemon(): DaemonState {
    return JSON.parse(readFileSync(this.path("daemon.json"), "utf8")) as DaemonState;
  }

  /** How the containers of workloads misbehave from now on; the others do not. */
  misbehave(faults: Readonly<Record<string, Fault>>): void {
    writeFileSync(faultsFile(this.path("daemon.json")), JSON.stringify(faults));
  }

  /** What people do behind our back. */
  changeDaemon(change: (state: DaemonState) => void): void {
    const state = this.daemon();
    change(state);
    writeFileSync(this.path("daemon.json"), JSON.stringify(state));
  }

  /** Another release of this project. */
  edit(file: string, before: string, after: string): void {
    const text = this.copy.file(file);
    assert.ok(text.includes(before), `${file} has no ${before}`);
    writeFileSync(this.path(file), text.replace(before, after));
  }

  /** The name that the daemon knows a server by: the workload's, and seven digits. */
  serverName(workload: string): string {
    const names = Object.values(this.daemon().objects).map(({ name }) => name);
    const server = names.find((name) => new RegExp(`^${workload}-[0-9a-f]{7}$`).test(name));
    assert.ok(server, `no ${workload} among ${names.join(", ")}`);
    return server;
  }

  /** The inputs of a container, by the beginning of its name. */
  container(name: string): ContainerInputs {
    const found = Object.values(this.daemon().objects).find(
      (object) => object.type === "container" && object.name.startsWith(name),
    );
    assert.ok(found, `no container ${name}`);
    return found.inputs;
  }
}
