import { join } from "node:path";
import { programsFile } from "../../components/platforms/process/programs";

/** Of the project: where Pulumi.yaml lies. */
export const projectDirectory = join(__dirname, "..", "..");

/** The name in Pulumi.yaml. */
export const project = "chatqna-monitoring";

/** The stack that needs no account, no backend and no passphrase of the user's. */
export const localStack = "local";

/**
 * Everything stack `local` keeps, in one git-ignored folder. Secrets in it are readable by their
 * owner only.
 */
export const local = {
  directory: join(projectDirectory, ".local"),
  /** Pulumi's state. */
  backend: join(projectDirectory, ".local", "state"),
  /** Pulumi's own files, which would otherwise go to ~/.pulumi. */
  pulumiHome: join(projectDirectory, ".local", "pulumi-home"),
  passphrase: join(projectDirectory, ".local", "passphrase"),
  /** The settings the engine reads and writes; see `settings-copy.ts`. */
  settings: join(projectDirectory, ".local", "Pulumi.local.yaml"),
  /** The committed settings as they were when that copy was made. */
  settingsBase: join(projectDirectory, ".local", "Pulumi.local.base.yaml"),
  /** Files, data and logs of the stack's processes. */
  stacks: join(projectDirectory, ".local", "stacks"),
  /** Which servers the program starts. */
  programs: programsFile,
} as const;

/** The settings that are committed. */
export const committedSettings = join(projectDirectory, "Pulumi.local.yaml");
