/**
 * What the three resources take, as plain values: the shape a program's arguments have once they
 * are resolved, and what the provider works with after `check`.
 */

/** `0600` for whatever holds a secret. */
export type FileMode = "0644" | "0600";
export type DirectoryMode = "0755" | "0700";

export interface FileInputs {
  /** Absolute path of the file. Another path is another file: the resource is replaced. */
  readonly path: string;
  readonly content: string;
  readonly mode: FileMode;
  /**
   * An absolute path above the file. On delete the directories between it and the file are removed
   * as far as they are empty; `root` itself and everything above it stay. Without it no directory
   * is removed.
   */
  readonly root?: string;
}

export interface DirectoryInputs {
  /** Absolute path. Another path is another directory: the resource is replaced. */
  readonly path: string;
  readonly mode: DirectoryMode;
  /** True leaves the directory and what is in it when the resource is deleted. */
  readonly keepOnDelete: boolean;
}

export interface ProcessInputs {
  /** What people call the process, for messages and the registry: `prometheus`. */
  readonly name: string;
  /** Absolute path of the executable. */
  readonly program: string;
  /** The command line after the program. Visible to every user of the machine: never a secret. */
  readonly args: readonly string[];
  /** The whole environment; only PATH, HOME and LANG are inherited where they are not named. */
  readonly environment: Readonly<Record<string, string>>;
  /** Absolute path of an existing directory. */
  readonly workingDirectory: string;
  /** Absolute path; standard output and standard error are appended to it. */
  readonly logFile: string;
  /** Absolute path of the directory in which the provider notes what it started. */
  readonly registry: string;
  /** The files the program reads, and what a changed one asks for. */
  readonly files: readonly WatchedFile[];
  /** The ports the program listens on. They must be free when it is started. */
  readonly ports: readonly ListenAddress[];
  readonly readiness: ReadinessCheck;
  /** Needed as soon as one of the files has `onChange: "reload"`. */
  readonly reload?: ReloadCheck;
  /** Seconds between SIGTERM and SIGKILL. */
  readonly stopGraceSeconds: number;
}

export interface WatchedFile {
  /** Absolute path. */
  readonly path: string;
  /** Of the content, in hexadecimal: how a change is noticed. */
  readonly sha256: string;
  readonly onChange: "reload" | "restart" | "nothing";
}

export interface ListenAddress {
  /** An IP address of this machine, as the program binds it; `0.0.0.0` and `::` for all. */
  readonly address: string;
  readonly port: number;
}

/** The program is ready as soon as a GET of `url` answers 2xx. */
export interface ReadinessCheck {
  readonly url: string;
  /** With `password`: basic authentication, for readiness and for the metrics of a reload. */
  readonly username?: string;
  readonly password?: string;
  /** PEM file of the authority that signed the server's certificate, where `url` is https. */
  readonly caFile?: string;
  /** How long the program may take to get ready, and to confirm a reload. */
  readonly timeoutSeconds: number;
}

/** How the program reads its files again, and the metrics by which it says how that went. */
export interface ReloadCheck {
  readonly signal: "SIGHUP";
  readonly metricsUrl: string;
  /** Gauge: 1 after a reload that succeeded, 0 after one that did not. */
  readonly successMetric: string;
  /** Gauge: Unix time of the last reload that succeeded. */
  readonly timestampMetric: string;
}

/** What the provider adds to the inputs once the process runs. */
export interface ProcessOutputs extends ProcessInputs {
  readonly pid: number;
  /** Opaque; together with `pid` it names one process for good, across reuse and reboot. */
  readonly startTime: string;
}
