import { spawn } from "node:child_process";

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `kubectl` for one cluster, and for no other that the user's environment may name. */
export class Kubectl {
  constructor(private readonly kubeconfig: string) {}

  attempt(args: readonly string[], input = ""): Promise<Finished> {
    return new Promise((resolve) => {
      const child = spawn("kubectl", ["--kubeconfig", this.kubeconfig, ...args], {
        stdio: ["pipe", "pipe", "pipe"],
      });
      let stdout = "";
      let stderr = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
      child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
      child.on("error", ({ message }) => {
        resolve({ code: -1, stdout, stderr: message });
      });
      child.on("close", (code) => {
        resolve({ code, stdout, stderr });
      });
      // One that did not start, or has enough of it, closes its end.
      child.stdin.on("error", () => undefined);
      child.stdin.end(input);
    });
  }

  async succeeds(args: readonly string[]): Promise<boolean> {
    return (await this.attempt(args)).code === 0;
  }

  /** @throws Error with what kubectl says */
  async run(args: readonly string[], input?: string): Promise<Finished> {
    const finished = await this.attempt(args, input);
    if (finished.code === 0) return finished;
    throw new Error(`kubectl ${args.join(" ")}:\n${finished.stdout}${finished.stderr}`.trimEnd());
  }

  async json(args: readonly string[]): Promise<unknown> {
    const { stdout } = await this.run([...args, "--output=json"]);
    return JSON.parse(stdout);
  }
}
