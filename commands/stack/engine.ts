import { type SpawnOptions, spawn } from "node:child_process";
import { UserError } from "../../toolchain/user-error";
import { projectDirectory } from "../local/paths";

/** The Pulumi CLI, with the environment in which it finds its backend and its language host. */
export class Engine {
  constructor(
    private readonly executable: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /** Runs in the user's terminal and gives the exit code. Ctrl-C is the engine's to answer. */
  async run(args: readonly string[]): Promise<number> {
    const ignore = () => undefined;
    process.on("SIGINT", ignore);
    try {
      const { code } = await this.spawn(args, { stdio: "inherit" });
      return code;
    } finally {
      process.off("SIGINT", ignore);
    }
  }

  /** Runs unseen. `input` goes to standard input: what is secret must not stand in `args`. */
  async capture(args: readonly string[], input?: string): Promise<Captured> {
    return this.spawn(args, { stdio: "pipe" }, input);
  }

  /** Runs unseen. @throws UserError with the engine's own words when it fails */
  async succeed(args: readonly string[], input?: string): Promise<void> {
    const { code, stderr, stdout } = await this.capture(args, input);
    if (code === 0) return;
    throw new UserError(`pulumi ${args.join(" ")} failed:\n${stderr.trim() || stdout.trim()}`);
  }

  private spawn(args: readonly string[], options: SpawnOptions, input?: string): Promise<Captured> {
    return new Promise((resolve, reject) => {
      const child = spawn(this.executable, args, {
        ...options,
        cwd: projectDirectory,
        env: this.environment,
      });
      let stdout = "";
      let stderr = "";
      child.stdout?.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
      child.stderr?.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
      child.stdin?.end(input ?? "");
      child.on("error", reject);
      child.on("close", (code) => {
        resolve({ code: code ?? interrupted, stdout, stderr });
      });
    });
  }
}

/** What shells report of a command that a signal ended. */
const interrupted = 130;

export interface Captured {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
