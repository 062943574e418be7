/**
 * The resources of the local provider in `providers/process`, as a Pulumi program sees them. The
 * engine finds the provider by `plugins.providers` in Pulumi.yaml. The fields are documented in
 * `inputs.ts`.
 */
import * as pulumi from "@pulumi/pulumi";

import type {
  DirectoryMode,
  FileMode,
  ListenAddress,
  ReadinessCheck,
  ReloadCheck,
  WatchedFile,
} from "./inputs";

/** Each field may be an output, so that a secret or another resource's result can flow in. */
type Inputs<T> = { readonly [K in keyof T]: pulumi.Input<T[K]> };

export interface FileArgs {
  readonly path: pulumi.Input<string>;
  /** Stays secret in state and previews where it is a Pulumi secret. */
  readonly content: pulumi.Input<string>;
  readonly mode: pulumi.Input<FileMode>;
  readonly root?: pulumi.Input<string>;
}

/**
 * A file of the host: written atomically, brought back when somebody removed or changed it, removed
 * on delete.
 */
export class File extends pulumi.CustomResource {
  declare readonly path: pulumi.Output<string>;
  declare readonly content: pulumi.Output<string>;
  declare readonly mode: pulumi.Output<FileMode>;

  constructor(name: string, args: FileArgs, options?: pulumi.CustomResourceOptions) {
    super("process:index:File", name, { ...args }, options);
  }
}

export interface DirectoryArgs {
  readonly path: pulumi.Input<string>;
  readonly mode: pulumi.Input<DirectoryMode>;
  readonly keepOnDelete: pulumi.Input<boolean>;
}

/**
 * A directory that others write into: a database, a log directory. It must not exist before, unless
 * this stack made it. Removed with everything in it on delete, if it is not to be kept.
 */
export class Directory extends pulumi.CustomResource {
  declare readonly path: pulumi.Output<string>;
  declare readonly mode: pulumi.Output<DirectoryMode>;
  declare readonly keepOnDelete: pulumi.Output<boolean>;

  constructor(name: string, args: DirectoryArgs, options?: pulumi.CustomResourceOptions) {
    super("process:index:Directory", name, { ...args }, options);
  }
}

export interface ProcessArgs {
  readonly name: pulumi.Input<string>;
  readonly program: pulumi.Input<string>;
  readonly args: pulumi.Input<readonly pulumi.Input<string>[]>;
  readonly environment: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  readonly workingDirectory: pulumi.Input<string>;
  readonly logFile: pulumi.Input<string>;
  readonly registry: pulumi.Input<string>;
  readonly files: pulumi.Input<readonly pulumi.Input<Inputs<WatchedFile>>[]>;
  readonly ports: pulumi.Input<readonly pulumi.Input<Inputs<ListenAddress>>[]>;
  readonly readiness: pulumi.Input<Inputs<ReadinessCheck>>;
  readonly reload?: pulumi.Input<Inputs<ReloadCheck>>;
  readonly stopGraceSeconds: pulumi.Input<number>;
}

/**
 * A process of the host that outlives the engine. Created means ready; a change restarts it (shown
 * as a replacement) only where the program cannot take it up otherwise; a process that is gone is
 * started again by the next `up`.
 *
 * Let it depend on the `File`s and `Directory`s it uses: they are written before it starts and
 * removed after it stopped.
 */
export class Process extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly program: pulumi.Output<string>;
  declare readonly logFile: pulumi.Output<string>;
  declare readonly ports: pulumi.Output<readonly ListenAddress[]>;
  /** The process' id, which is its process group's too. */
  declare readonly pid: pulumi.Output<number>;
  declare readonly startTime: pulumi.Output<string>;

  constructor(name: string, args: ProcessArgs, options?: pulumi.CustomResourceOptions) {
    super(
      "process:index:Process",
      name,
      { ...args, pid: undefined, startTime: undefined },
      options,
    );
  }
}
