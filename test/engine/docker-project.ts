import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { EngineProject } from "./engine-project";
import { freePort } from "../../toolchain/free-port";
import { replaceFile } from "./providers/replace-file";
import {
  type ContainerInputs,
  type DaemonState,
  type Fault,
  faultsFile,
} from "./providers/docker/daemon";

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
export class DockerProject extends EngineProject {
  /** @param secret what no output of a preview may show */
  constructor(secret: string) {
    super("dev", secret, ["docker", "grafana"]);
  }

  /** Where its Prometheus is published: whatever else this machine runs at 9090 is left alone. */
  prometheusPort = 0;

  override async create(settings: Readonly<Record<string, unknown>>): Promise<void> {
    const port = await freePort();
    this.prometheusPort = port;
    const own = settings["prometheus"] as object | undefined;
    await super.create({ ...settings, prometheus: { port, ...own } });
  }

  override environment(): NodeJS.ProcessEnv {
    return {
      ...super.environment(),
      RECORDED_DOCKER_DAEMON: this.path("daemon.json"),
      DOCKER_CONTEXT: "",
      DOCKER_CERT_PATH: "",
      // Nothing listens there unless a test does: the ports of a daemon of this machine are not ours.
      DOCKER_HOST: `unix://${this.path("docker.sock")}`,
    };
  }

  /** What the recording provider was asked, and what there is now. */
  daemon(): DaemonState {
    return JSON.parse(readFileSync(this.path("daemon.json"), "utf8")) as DaemonState;
  }

  /** How the containers of workloads misbehave from now on; the others do not. */
  misbehave(faults: Readonly<Record<string, Fault>>): void {
    replaceFile(faultsFile(this.path("daemon.json")), JSON.stringify(faults));
  }

  /** What people do behind our back. */
  changeDaemon(change: (state: DaemonState) => void): void {
    const state = this.daemon();
    change(state);
    replaceFile(this.path("daemon.json"), JSON.stringify(state));
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
