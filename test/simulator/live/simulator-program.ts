import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Address, HttpCaller } from "../../../simulator/services/http-call";
import type { TruthRecord } from "../../../simulator/truth/truth-log";

/** A simulator in a process of its own, so that its clients take nothing of its time. */
export interface SimulatorProgram {
  readonly megaservice: Address;
  /** What the log has of the requests since this was last asked. */
  readonly logged: () => Promise<readonly TruthRecord[]>;
  readonly kill: () => void;
}

export async function startProgram(config: object): Promise<SimulatorProgram> {
  const folder = mkdtempSync(join(tmpdir(), "simulator-"));
  const file = join(folder, "simulator.json");
  writeFileSync(file, JSON.stringify({ controlPort: 0, ...config }));
  const args = ["--require", "./toolchain/typescript.cjs", "simulator/main.ts", "--config", file];
  const child = spawn(process.execPath, args, {
    cwd: join(__dirname, "../../.."),
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  while (!output.includes("control")) {
    const [piece] = (await once(child.stdout, "data")) as [Buffer];
    output += piece.toString();
  }
  rmSync(folder, { recursive: true });
  const urlOf = (name: string): URL =>
    new URL(new RegExp(`^${name} +(http\\S+)$`, "m").exec(output)?.[1] ?? "");
  const { hostname: host, port } = urlOf("megaservice");
  let seen = 0;
  return {
    megaservice: { host, port: Number(port) },
    logged: async () => {
      const answer = await fetch(new URL(`/requests?after=${seen}`, urlOf("control")));
      const lines = (await answer.text()).trim().split("\n");
      seen += lines.length;
      return lines.map((line) => JSON.parse(line) as TruthRecord);
    },
    kill: () => child.kill("SIGKILL"),
  };
}

/** Asks so often a second, whoever still waits. @returns seconds that each stream took its client */
export async function askSteadily(
  megaservice: Address,
  question: object,
  {
    rate,
    seconds,
    frames,
  }: { readonly rate: number; readonly seconds: number; readonly frames: number },
): Promise<readonly number[]> {
  const caller = new HttpCaller();
  const body = JSON.stringify(question);
  const ask = (): Promise<number> =>
    new Promise((resolve, reject) => {
      const began = performance.now();
      let text = "";
      caller.post(
        megaservice,
        { path: "/v1/chatqna", body },
        {
          status: () => undefined,
          piece: (piece) => (text += piece),
          end: () => {
            const found = text.split("\n\n").length - 1;
            if (found === frames) resolve((performance.now() - began) / 1000);
            else reject(new Error(`${found} frames came in place of ${frames}`));
          },
        },
      );
    });
  const began = performance.now();
  const asked: Promise<number>[] = [];
  while (asked.length < rate * seconds) {
    const due = Math.floor(((performance.now() - began) / 1000) * rate);
    while (asked.length <= due && asked.length < rate * seconds) asked.push(ask());
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const took = await Promise.all(asked);
  caller.close();
  return took;
}
