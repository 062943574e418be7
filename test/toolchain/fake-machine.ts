import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import type { Machine } from "../../toolchain/machine";
import type { Progress } from "../../toolchain/progress";

/** A directory that is gone after the test. */
export function temporaryDirectory(context: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), "chatqna-monitoring-test-"));
  context.after(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  return directory;
}

export interface FakeMachine extends Machine {
  /** The only directory on its PATH. */
  readonly bin: string;
}

/** A machine with an empty PATH, an empty cache and no network. */
export function fakeMachine(context: TestContext, overrides: Partial<Machine> = {}): FakeMachine {
  const root = temporaryDirectory(context);
  const bin = join(root, "bin");
  mkdirSync(bin);
  // Port 2 of this computer refuses at once, whatever network there is (fetch itself refuses 1 and 9).
  const nowhere = "http://127.0.0.1:2";
  return {
    platform: "linux",
    architecture: "x64",
    cache: join(root, "cache"),
    hosts: { github: nowhere, grafana: nowhere, pulumi: nowhere },
    patience: { answer: 5_000, stall: 5_000 },
    now: () => Date.UTC(2026, 0, 1),
    ...overrides,
    env: { PATH: bin, ...overrides.env },
    bin,
  };
}

export function writeScript(path: string, body: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
}

/** An executable that prints what a real program of that version prints. */
export function writeProgram(path: string, printed: string): void {
  writeScript(path, `echo "${printed}"`);
}

export function writePulumi(directory: string, version: string): void {
  writeProgram(join(directory, "pulumi"), `v${version}`);
  writeProgram(join(directory, "pulumi-language-nodejs"), "");
}

/** Makes a program of this computer available on the fake machine. */
export function lend(machine: FakeMachine, program: string, path: string): void {
  symlinkSync(path, join(machine.bin, program));
}

/**
 * A Go that answers `go env` and `go list`, and for `go build` runs the given shell commands, with
 * the output file in `$out`.
 */
export function writeGo(machine: FakeMachine, build: string): void {
  writeScript(
    join(machine.bin, "go"),
    `case "$1" in
env) echo go1.26.7; echo local; exit 0 ;;
list) echo one; echo two; exit 0 ;;
esac
while [ "$1" != -o ]; do shift; done
out="$2"
${build}`,
  );
}

/** Shell commands for `writeGo`: a program that says it is of this version. */
export function buildProgram(printed: string): string {
  return `printf '#!/bin/sh\\necho "${printed}"\\n' > "$out"; /bin/chmod 755 "$out"`;
}

/** Runs the steps and shows nothing. */
export const noProgress: Progress = {
  run: (_title, work) => work({ detail: () => undefined }),
};
