import { randomBytes } from "node:crypto";
import { homedir } from "node:os";
import { parseArgs } from "node:util";
import type { Endpoint } from "../components/platforms/docker/daemon/request";
import { freePort } from "../toolchain/free-port";
import { createProgress, type Progress } from "../toolchain/progress";
import { UserError } from "../toolchain/user-error";
import { dockerEndpoint } from "./docker/endpoint";
import { listContainers } from "./docker/list-containers";
import { CannotRun } from "./e2e/cannot-run";
import { addressForContainers, ensureImage, remaining } from "./e2e/docker-host";
import { askEveryQuery, expectHealthyDatasource } from "./e2e/grafana-queries";
import { ScratchStack } from "./e2e/scratch-stack";
import { e2eSettings, imagesOf, servicesToPlay } from "./e2e/settings";
import { startStandIn } from "./e2e/stand-in";
import { ensureEngine } from "./local/tools";
import type { StackOutputs } from "./stack/outputs";
import { PrometheusApi } from "./stack/prometheus-api";
import { waitForTargets } from "./stack/wait-for-targets";

const help = `npm run e2e:docker [-- --required]

Brings a stack up on a real Docker daemon with the official plugins of Pulumi, looks whether it
works, and takes it away: every target up, the datasource healthy, every query of every dashboard
answered through Grafana, a second preview empty, nothing left after destroy. Recorded services play
the ChatQnA. State and settings are in a temporary folder; nothing of yours is touched.

  --required  Fail where it cannot run: for CI.
  --help      This text.

Exit code: 0 when all is well or when it cannot run here, whose reason is the last line; else 1.
`;

/** The world around the command. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly print: (text: string) => void;
  readonly progress: Progress;
}

/** @returns the exit code */
export function main(args: readonly string[]): Promise<number> {
  return e2e(args, {
    environment: process.env,
    home: homedir(),
    print: (text) => process.stdout.write(text),
    progress: createProgress(),
  });
}

/** As `main`, in any surroundings. */
export async function e2e(args: readonly string[], around: Surroundings): Promise<number> {
  const { required, wantsHelp } = readOptions(args);
  if (wantsHelp) {
    around.print(help);
    return 0;
  }
  try {
    await run(around);
    return 0;
  } catch (error) {
    if (error instanceof CannotRun) {
      around.print(`${required ? "cannot run" : "skipped"}: ${error.message}\n`);
      return required ? 1 : 0;
    }
    throw error instanceof Error ? new UserError(error.message) : error;
  }
}

function readOptions(args: readonly string[]): { required: boolean; wantsHelp: boolean } {
  const flag = { type: "boolean", default: false } as const;
  try {
    const { values } = parseArgs({ args: [...args], options: { required: flag, help: flag } });
    return { required: values.required, wantsHelp: values.help };
  } catch (error) {
    throw new UserError(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
}

async function run({ environment, home, print, progress }: Surroundings): Promise<void> {
  const daemon = await reachedDaemon({ environment, home });
  const services = servicesToPlay();
  const standIn = await startStandIn(services.played, await addressForContainers(daemon));
  try {
    const [prometheus, grafana] = [await freePort(), await freePort()];
    const ports = { prometheus, grafana };
    const settings = e2eSettings({ daemon, services, playedAt: standIn.ports, ports });
    await progress.run("fetching images", async (step) => {
      for (const image of await imagesOf(settings)) {
        step.detail(image);
        await ensureImage(daemon, image);
      }
    });
    const engine = await ensureEngine(progress).catch((error: unknown) => {
      throw error instanceof UserError ? new CannotRun(error.message) : error;
    });
    const stack = new ScratchStack(engine);
    try {
      await checkStack(stack, { daemon, settings, print, progress });
    } finally {
      stack.remove();
    }
  } finally {
    await standIn.close();
  }
}

async function reachedDaemon(user: Pick<Surroundings, "environment" | "home">): Promise<Endpoint> {
  try {
    const daemon = dockerEndpoint(user);
    await listContainers(daemon);
    return daemon;
  } catch (error) {
    throw error instanceof UserError ? new CannotRun(error.message) : error;
  }
}

interface Check {
  readonly daemon: Endpoint;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly print: (text: string) => void;
  readonly progress: Progress;
}

async function checkStack(stack: ScratchStack, check: Check): Promise<void> {
  const { daemon, settings, print, progress } = check;
  await progress.run("installing plugins", async () => {
    for (const name of ["@pulumi/docker", "@pulumiverse/grafana"]) await stack.installPlugin(name);
  });
  const password = randomBytes(18).toString("base64url");
  await stack.create(settings, {
    "grafana.adminPassword": password,
    "grafana.secretKey": randomBytes(18).toString("base64url"),
  });
  try {
    await progress.run("bringing the stack up", () => stack.up());
    await expectItWorks(stack, password, check);
  } catch (error) {
    // The first failure is the one to tell.
    await stack.destroy().catch((later: unknown) => {
      print(`And it could not be destroyed: ${String(later)}\n`);
    });
    throw error;
  }
  const made = await stack.dockerObjects();
  await progress.run("destroying it", () => stack.destroy());
  const left = await remaining(daemon, made);
  if (left.length > 0) {
    throw new Error(
      `Left after destroy: ${left.map(({ kind, id }) => `${kind} ${id}`).join(", ")}`,
    );
  }
  print(`Nothing is left of ${made.length} containers, volumes and networks.\n`);
}

async function expectItWorks(
  stack: ScratchStack,
  password: string,
  { print, progress }: Check,
): Promise<void> {
  const outputs = await stack.outputs<StackOutputs>();
  const prometheus = new PrometheusApi(outputs);
  const targets = await waitForTargets(prometheus, outputs.targets.length + 1, progress);
  const down = targets.filter(({ health }) => health !== "up");
  if (down.length > 0 || targets.length <= outputs.targets.length) {
    const lines = down.map(({ job, url, lastError }) => `  ${job} ${url}: ${lastError}`);
    throw new Error(
      [
        `${targets.length - down.length} of ${outputs.targets.length + 1} targets are up.`,
        ...lines,
      ].join("\n"),
    );
  }
  print(`${targets.length} of ${targets.length} targets are up.\n`);
  const grafana = { url: outputs.grafanaUrl ?? "", password };
  await expectHealthyDatasource(grafana);
  const { dashboards, queries } = await progress.run("asking every query", () =>
    askEveryQuery(grafana),
  );
  if (queries === 0) throw new Error("Grafana has no dashboard with a query.");
  print(`${queries} queries of ${dashboards} dashboards are answered through Grafana.\n`);
  await progress.run("previewing a second time", () => stack.expectNoChanges());
  print("The second preview is empty.\n");
}
