/** A provider in a directory of its own, and everything it starts stopped when the test ends. */
import { createHash } from "node:crypto";
import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

import type { ProcessInputs, ProcessOutputs } from "../../../providers/process/inputs";
import type { Properties } from "../../../providers/process/property-values";
import { createProvider } from "../../../providers/process/provider";
import { listRegistry, stopRegistered } from "../../../providers/process/registry";
import { freePort } from "../../../toolchain/free-port";

export interface Sandbox {
  readonly directory: string;
  readonly registry: string;
  readonly provider: Caller;
}

/** The provider's operations on one resource type, typed. */
export interface Caller {
  readonly check: (urn: string, inputs: unknown, previous?: unknown) => Promise<string[]>;
  readonly diff: (urn: string, state: unknown, inputs: unknown) => Promise<Difference>;
  readonly create: (urn: string, inputs: unknown) => Promise<{ id: string; state: Properties }>;
  readonly read: (urn: string, state: unknown) => Promise<{ id: string; state: Properties }>;
  readonly update: (urn: string, state: unknown, inputs: unknown) => Promise<Properties>;
  readonly delete: (urn: string, state: unknown) => Promise<void>;
  readonly cancel: () => Promise<void>;
}

export interface Difference {
  readonly changes: boolean;
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

export async function sandbox(test: TestContext): Promise<Sandbox> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), "process-provider-")));
  const registry = join(directory, "registry");
  test.after(async () => {
    for (const entry of await listRegistry(registry)) await stopRegistered(entry, 0);
    await rm(directory, { recursive: true, force: true });
  });
  return { directory, registry, provider: newProvider() };
}

/** Another provider, as the next run of the engine has one. */
export function newProvider(): Caller {
  const provider = createProvider();
  return {
    check: async (urn, inputs, previous = {}) => {
      const { failures = [] } = await provider.check(urn, previous, inputs);
      return failures.map(({ reason }) => reason);
    },
    diff: async (urn, state, inputs) =>
      (await provider.diff("id", urn, state, inputs)) as Difference,
    create: async (urn, inputs) => {
      const created = await provider.create(urn, inputs);
      return { id: created.id, state: created.outs as Properties };
    },
    read: async (urn, state) => {
      const found = await provider.read("id", urn, state);
      return { id: found.id ?? "", state: found.props as Properties };
    },
    update: async (urn, state, inputs) =>
      (await provider.update("id", urn, state, inputs)).outs as Properties,
    delete: (urn, state) => provider.delete("id", urn, state),
    cancel: () => provider.cancel(),
  };
}

export function urnOf(
  type: "Process" | "File" | "Directory",
  name: string,
  stack = "test",
): string {
  return `urn:pulumi:${stack}::project::platform$process:index:${type}::${name}`;
}

const serverScript = join(__dirname, "workloads", "server.mjs");

/** The test server of `workloads/server.mjs`, with a configuration file and a free port. */
export async function serverInputs(
  { directory, registry }: Sandbox,
  environment: Record<string, string> = {},
): Promise<ProcessInputs> {
  const port = await freePort();
  const configuration = join(directory, "server.conf");
  await writeFile(configuration, "first");
  return {
    name: "server",
    program: process.execPath,
    args: [serverScript, String(port), configuration],
    environment,
    workingDirectory: directory,
    logFile: join(directory, "server.log"),
    registry,
    files: [{ path: configuration, sha256: sha256("first"), onChange: "reload" }],
    ports: [{ address: "127.0.0.1", port }],
    readiness: { url: `http://127.0.0.1:${port}/ready`, timeoutSeconds: 20 },
    reload: {
      signal: "SIGHUP",
      metricsUrl: `http://127.0.0.1:${port}/metrics`,
      successMetric: "reload_success",
      timestampMetric: "reload_time",
    },
    stopGraceSeconds: 10,
  };
}

/** The inputs of a program that runs `code` and does not listen. */
export async function scriptInputs(box: Sandbox, code: string): Promise<ProcessInputs> {
  return { ...(await serverInputs(box)), name: "script", args: ["-e", code] };
}

export function sha256(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}

/** As the state holds them. */
export function processIn(state: Properties): ProcessOutputs {
  return state as unknown as ProcessOutputs;
}

/** Waits for a condition; fails with its description when it does not come true in time. */
export async function eventually(
  description: string,
  condition: () => Promise<boolean>,
  seconds = 20,
): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`${description}: not within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
