import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { SecretKey } from "../../../plan/workloads/workload";
import { Directory, File, Process } from "../../../providers/process/resources";
import type { Filled, ProcessShape, ReadinessShape, SecretHole } from "./shape";

export interface ProcessWorkloadArgs {
  readonly shape: ProcessShape;
  readonly secrets: Secrets;
  /** Workloads that must be ready before this one starts. */
  readonly startAfter: readonly ProcessWorkload[];
}

/** The values of the settings' secrets, as Pulumi secrets. */
export type Secrets = Readonly<Record<SecretKey, pulumi.Output<string>>>;

/** One workload on the process platform: its directories, its files, its host process. */
export class ProcessWorkload extends pulumi.ComponentResource {
  readonly process: Process;

  constructor(name: string, args: ProcessWorkloadArgs, options?: pulumi.ComponentResourceOptions) {
    super("chatqna-monitoring:process:Workload", name, {}, options);
    const { shape, secrets, startAfter } = args;

    const directories = this.createDirectories(name, shape);
    const files = shape.files.map((file) => ({ ...file, content: join(file.content, secrets) }));
    const written = files.map(
      ({ name: file, path, content, mode, root }) =>
        new File(`${name}-${file}`, { path, content, mode, root }, { parent: this }),
    );
    this.process = new Process(
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
        dependsOn: [...directories, ...written, ...startAfter.map((other) => other.process)],
      },
    );
    this.registerOutputs({});
  }

  private createDirectories(name: string, shape: ProcessShape): readonly Directory[] {
    return shape.directories.map(
      ({ storage, path, mode, keepOnDelete }) =>
        new Directory(`${name}-${storage}`, { path, mode, keepOnDelete }, { parent: this }),
    );
  }
}

function readinessArgs(readiness: ReadinessShape, secrets: Secrets) {
  const { password, ...open } = readiness;
  return { ...open, ...(password !== undefined && { password: valueOf(password, secrets) }) };
}

function join(filled: Filled, secrets: Secrets): pulumi.Input<string> {
  if (filled.every((part) => typeof part === "string")) return filled.join("");
  const parts = filled.map((part) => (typeof part === "string" ? part : valueOf(part, secrets)));
  return pulumi.all(parts).apply((known) => known.join(""));
}

function valueOf(hole: SecretHole, secrets: Secrets): pulumi.Output<string> {
  const value = secrets[hole.secret];
  if (value === undefined) throw new Error(`The plan uses ${hole.secret}, which has no value.`);
  return value;
}

function sha256(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}
