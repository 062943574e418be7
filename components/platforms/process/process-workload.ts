import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { Workload } from "../../../plan/workloads/workload";
import { Directory, File, Process } from "../../../providers/process/resources";
import { type Secrets, valueOf, withSecrets } from "../secrets";
import type { Platform, StartedWorkload } from "../platform";
import { reached } from "../reached-port";
import { type ProcessShape, type ReadinessShape, shapeProcesses } from "./shape";

export interface ProcessWorkloadArgs {
  readonly shape: ProcessShape;
  readonly secrets: Secrets;
  /** Workloads that must be ready before this one starts. */
  readonly startAfter: readonly ProcessWorkload[];
}

/** @param directory The folder below which the stack keeps files, data, logs. Absolute. */
export function processPlatform(directory: string): Platform {
  return {
    start(workloads, secrets, parent) {
      const started = new Map<string, ProcessWorkload>();
      for (const shape of shapeProcesses(workloads, directory)) {
        const { name, startAfter } = shape.workload;
        const before = startAfter.flatMap((other) => started.get(other) ?? []);
        const args = { shape, secrets, startAfter: before };
        started.set(name, new ProcessWorkload(name, args, { parent }));
      }
      return started;
    },
  };
}

/** One workload on the process platform: its directories, its files, its host process. */
export class ProcessWorkload extends pulumi.ComponentResource implements StartedWorkload {
  readonly server: Process;
  readonly storage: ReadonlyMap<string, Directory>;
  readonly url: string;
  readonly reachedAt: string;

  constructor(name: string, args: ProcessWorkloadArgs, options?: pulumi.ComponentResourceOptions) {
    super("chatqna-monitoring:process:Workload", name, {}, options);
    const { shape, secrets, startAfter } = args;

    this.storage = this.createDirectories(name, shape);
    const files = shape.files.map((file) => ({
      ...file,
      content: withSecrets(file.content, secrets),
    }));
    const written = files.map(
      ({ name: file, path, content, mode, root }) =>
        new File(`${name}-${file}`, { path, content, mode, root }, { parent: this }),
    );
    this.server = new Process(
      name,
      {
        name: shape.workload.name,
        program: shape.program,
        args: shape.args,
        environment: shape.environment,
        workingDirectory: shape.workingDirectory,
        logFile: shape.logFile,
        registry: shape.registry,
        // Not File's own output: a provider's outputs are unknown in a preview, which then could
        // not tell a reload from a restart.
        files: files.map(({ path, content, onChange }) => ({
          path,
          sha256: pulumi.output(content).apply(sha256),
          onChange,
        })),
        ports: shape.ports,
        readiness: readinessArgs(shape.readiness, secrets),
        ...(shape.reload !== undefined && { reload: shape.reload }),
        stopGraceSeconds: shape.workload.stopGraceSeconds,
      },
      {
        parent: this,
        dependsOn: [
          ...this.storage.values(),
          ...written,
          ...startAfter.map(({ server }) => server),
        ],
      },
    );
    this.reachedAt = addressOf(shape.workload);
    this.url = `${shape.workload.readiness.scheme}://${this.reachedAt}`;
    this.registerOutputs({});
  }

  private createDirectories(name: string, shape: ProcessShape): ReadonlyMap<string, Directory> {
    return new Map(
      shape.directories.map(({ storage, path, mode, keepOnDelete }) => [
        storage,
        new Directory(`${name}-${storage}`, { path, mode, keepOnDelete }, { parent: this }),
      ]),
    );
  }
}

function readinessArgs(readiness: ReadinessShape, secrets: Secrets) {
  const { password, ...open } = readiness;
  return { ...open, ...(password !== undefined && { password: valueOf(password, secrets) }) };
}

function addressOf({ name, ports: [port] }: Workload): string {
  if (port === undefined) throw new Error(`${name} has no port.`);
  return reached(port);
}

function sha256(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}
