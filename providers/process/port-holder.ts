/** Which process listens on a TCP port of this machine. */
import { execFile } from "node:child_process";
import { readdir, readFile, readlink } from "node:fs/promises";
import { platform } from "node:os";
import { basename } from "node:path";
import { promisify } from "node:util";

export type PortHolder =
  | {
      readonly kind: "process";
      readonly pid: number;
      readonly program: string;
      /** The start of the command line. */
      readonly command: string;
    }
  /** Somebody else's process: its files are hidden from us, not so the owner of the socket. */
  | { readonly kind: "user"; readonly userId: number }
  | { readonly kind: "unknown" };

/** Never fails: who holds a port is a courtesy of the message, the port is taken anyway. */
export async function findPortHolder(port: number): Promise<PortHolder> {
  try {
    return platform() === "linux" ? await holderFromProc(port) : await holderFromLsof(port);
  } catch {
    return { kind: "unknown" };
  }
}

interface Socket {
  readonly userId: number;
  readonly inode: string;
}

async function holderFromProc(port: number): Promise<PortHolder> {
  const sockets = [
    ...listeningSockets(await contentOf("/proc/net/tcp"), port),
    ...listeningSockets(await contentOf("/proc/net/tcp6"), port),
  ];
  const links = new Set(sockets.map((socket) => `socket:[${socket.inode}]`));
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    if (await hasOpen(pid, links)) return describeProcess(pid);
  }
  const [socket] = sockets;
  return socket === undefined ? { kind: "unknown" } : { kind: "user", userId: socket.userId };
}

/**
 * Columns of /proc/net/tcp, proc_pid_net(5): local address 1, state 3 (`0A` is LISTEN), user id 7,
 * inode 9; the port is hexadecimal.
 */
function listeningSockets(table: string, port: number): Socket[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return table
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter((column) => column[3] === "0A" && column[1]?.endsWith(suffix))
    .map((column) => ({ userId: Number(column[7]), inode: column[9] ?? "" }));
}

async function hasOpen(pid: string, links: ReadonlySet<string>): Promise<boolean> {
  try {
    const directory = `/proc/${pid}/fd`;
    const descriptors = await readdir(directory);
    const targets = await Promise.all(
      descriptors.map((descriptor) => readlink(`${directory}/${descriptor}`).catch(() => "")),
    );
    return targets.some((target) => links.has(target));
  } catch {
    return false;
  }
}

async function describeProcess(pid: string): Promise<PortHolder> {
  const program = (await contentOf(`/proc/${pid}/comm`)).trim();
  const command = (await contentOf(`/proc/${pid}/cmdline`)).split("\0").join(" ").trim();
  return { kind: "process", pid: Number(pid), program, command: shortened(command) };
}

/** Field output of lsof(8): lines that start with p (pid) and c (command name). */
async function holderFromLsof(port: number): Promise<PortHolder> {
  const run = promisify(execFile);
  const { stdout } = await run("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"]);
  const field = (letter: string) =>
    stdout
      .split("\n")
      .find((line) => line.startsWith(letter))
      ?.slice(1);
  const pid = field("p");
  if (pid === undefined) return { kind: "unknown" };
  const command = (await run("ps", ["-o", "command=", "-p", pid])).stdout.trim();
  return {
    kind: "process",
    pid: Number(pid),
    program: basename(field("c") ?? ""),
    command: shortened(command),
  };
}

function shortened(command: string): string {
  return command.length > 120 ? `${command.slice(0, 117)}...` : command;
}

async function contentOf(path: string): Promise<string> {
  return readFile(path, "utf8").catch(() => "");
}
