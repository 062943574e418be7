import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { moduleDirectory, prometheusOperatorModule } from "../toolchain/go-module";
import { type Machine, thisMachine } from "../toolchain/machine";
import { type Progress, createProgress } from "../toolchain/progress";
import type { Tool } from "../toolchain/tool";
import { UserError } from "../toolchain/user-error";
import { CannotRun } from "./e2e/cannot-run";
import { Checks, eventually, expectSame } from "./e2e/checks";
import { inCluster, moduleOrNot } from "./e2e/cluster";
import { objectsOfCluster } from "./e2e/cluster-state";
import { checkDetection } from "./e2e/detect-checks";
import { Kubectl } from "./e2e/kubectl";
import { checkOperated, checkUnoperated, operatorSettings } from "./e2e/operator-checks";
import { addCrds, crdsOfOperator, removeCrds } from "./e2e/operator-crds";
import { checkKept, checkPlain, claimCount, plainSettings } from "./e2e/plain-checks";
import { checkByPulumi, installPlugin } from "./e2e/pulumi-checks";
import { checkTls } from "./e2e/tls-checks";
import { type Cluster, scratchNamespaces } from "./e2e/cluster-under-test";
import { hasProvisioner, makeVolumes } from "./e2e/static-volumes";
import { ensureEngine } from "./local/tools";

const help = `npm run e2e:kubernetes [-- --kubeconfig <file>] [--required]

Brings a stack into a real cluster as pods, and as objects for the Prometheus operator, and takes it
away: every object taken strictly, every pod ready under Pod Security restricted, every claim bound,
no right but those to look for pods, no pod started anew but where it must be, nothing left. With the
official plugin of Pulumi, where it can be had, the same by pulumi up.

  --kubeconfig <file>  A cluster to use, in namespaces that are made and removed; where it has no
                       operator, the operator's CRDs are added and removed. Without it: a control
                       plane of our own, on loopback, whose node runs nothing; built with Go the
                       first time.
  --required           Fail where it, or a part of it, cannot run: for CI.
  --help               This text.

Exit code: 0 when all is well or when it cannot run here, whose reason is the last line; else 1.
`;

/** The world around the command. */
export interface Surroundings {
  readonly machine: Machine;
  readonly print: (text: string) => void;
  readonly progress: Progress;
}

/** @returns the exit code */
export function main(args: readonly string[]): Promise<number> {
  return e2e(args, {
    machine: thisMachine(),
    print: (text) => process.stdout.write(text),
    progress: createProgress(),
  });
}

/** As `main`, in any surroundings. */
export async function e2e(args: readonly string[], around: Surroundings): Promise<number> {
  const { kubeconfig, required, wantsHelp } = readOptions(args);
  const { print, progress } = around;
  if (wantsHelp) {
    print(help);
    return 0;
  }
  const checks = new Checks(progress, print);
  try {
    let leftOut: readonly string[] = [];
    await inCluster(kubeconfig, around, async (reached) => {
      // No image is fetched for a node that runs nothing.
      const podSeconds = kubeconfig === undefined ? 60 : 420;
      const cluster = {
        kubectl: new Kubectl(reached),
        namespaces: scratchNamespaces(),
        checks,
        podSeconds,
      };
      leftOut = await new ClusterRun(reached, cluster, around).run();
    });
    print(`${checks.count} checks hold.\n`);
    for (const part of leftOut) print(`Not looked at: ${part}\n`);
    return required && leftOut.length > 0 ? 1 : 0;
  } catch (error) {
    if (error instanceof CannotRun) {
      print(`${required ? "cannot run" : "skipped"}: ${error.message}\n`);
      return required ? 1 : 0;
    }
    throw error instanceof Error ? new UserError(error.message) : error;
  }
}

function readOptions(args: readonly string[]) {
  const flag = { type: "boolean", default: false } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { kubeconfig: { type: "string" }, required: flag, help: flag },
    });
    const { kubeconfig, required, help: wantsHelp } = values;
    return {
      ...(kubeconfig !== undefined && { kubeconfig: resolve(kubeconfig) }),
      required,
      wantsHelp,
    };
  } catch (error) {
    throw new UserError(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
}

/** All that is done in one cluster. */
class ClusterRun {
  /** Parts that cannot run here, with the reason. */
  private readonly leftOut: string[] = [];

  constructor(
    private readonly kubeconfig: string,
    private readonly cluster: Cluster,
    private readonly around: Surroundings,
  ) {}

  async run(): Promise<readonly string[]> {
    const { kubectl, namespaces, checks } = this.cluster;
    const before = await objectsOfCluster(kubectl);
    const volumes = (await hasProvisioner(kubectl))
      ? []
      : await makeVolumes(kubectl, namespaces.monitoring, 3 * claimCount);
    try {
      for (const name of [namespaces.chatqna, namespaces.operator, namespaces.detected]) {
        await kubectl.run(["create", "namespace", name]);
      }
      const engine = await this.part("the same by pulumi up", () => this.engine());
      await checkDetection(this.cluster);
      await checkPlain(this.cluster);
      await checkKept(this.cluster);
      await this.part("Prometheus over TLS", () => checkTls(this.cluster));
      if (engine !== undefined) await this.plainByPulumi(engine);
      await this.part("operator mode", () => this.operatorMode(engine));
    } finally {
      await this.clean(volumes);
    }
    await checks.expect("the cluster has what it had, and nothing else", () =>
      eventually(60, async () => {
        expectSame("it has", await objectsOfCluster(kubectl), before);
      }),
    );
    return this.leftOut;
  }

  private async part<T>(what: string, run: () => Promise<T>): Promise<T | undefined> {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof CannotRun)) throw error;
      this.leftOut.push(`${what}; ${error.message}`);
      return undefined;
    }
  }

  private async engine(): Promise<Tool> {
    const engine = await ensureEngine(this.around.progress).catch((error: unknown) => {
      throw error instanceof UserError ? new CannotRun(error.message) : error;
    });
    await installPlugin(engine);
    return engine;
  }

  private plainByPulumi(engine: Tool): Promise<void> {
    const { namespaces } = this.cluster;
    const { kubernetes, grafana, ...settings } = plainSettings(namespaces);
    const stack = {
      what: "plain mode",
      settings: {
        ...settings,
        kubernetes: { ...kubernetes, kubeconfig: this.kubeconfig },
        grafana: { persistent: grafana.persistent },
        alertmanager: { receivers: [{ name: "oncall", webhook: {} }] },
      },
      secrets: {
        "grafana.adminPassword": grafana.adminPassword,
        "grafana.secretKey": grafana.secretKey,
        "alertmanager.receivers[0].webhook.url": "http://hook.example/",
      },
      namespaces: [namespaces.monitoring, namespaces.chatqna],
    };
    return checkByPulumi(this.cluster, engine, stack);
  }

  private async operatorMode(engine: Tool | undefined): Promise<void> {
    const { kubectl } = this.cluster;
    if ((await crdsOfOperator(kubectl)).size > 0) {
      await this.operated(engine);
      return;
    }
    await checkUnoperated(this.cluster);
    const { machine } = this.around;
    const module = await moduleOrNot(() => moduleDirectory(machine, prometheusOperatorModule));
    try {
      await addCrds(kubectl, module);
      await this.operated(engine);
    } finally {
      // Also those that were added before one was refused.
      await removeCrds(kubectl);
    }
  }

  private async operated(engine: Tool | undefined): Promise<void> {
    await checkOperated(this.cluster);
    if (engine === undefined) return;
    const { namespaces } = this.cluster;
    const { kubernetes, ...settings } = operatorSettings(namespaces);
    const stack = {
      what: "operator mode",
      settings: { ...settings, kubernetes: { ...kubernetes, kubeconfig: this.kubeconfig } },
      secrets: {},
      namespaces: [namespaces.operator],
    };
    await checkByPulumi(this.cluster, engine, stack);
  }

  private namespaceNames(): readonly string[] {
    return Object.values({ ...this.cluster.namespaces });
  }

  /** Also after a failure, whose reason is the one to tell. */
  private async clean(volumes: readonly string[]): Promise<void> {
    const args = ["delete", "--ignore-not-found", "--timeout=120s"];
    await this.cluster.kubectl.attempt([...args, "namespace", ...this.namespaceNames()]);
    if (volumes.length > 0)
      await this.cluster.kubectl.attempt([...args, "persistentvolume", ...volumes]);
  }
}
