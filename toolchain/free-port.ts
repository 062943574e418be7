import { createSocket } from "node:dgram";
import { createServer } from "node:net";

/**
 * Below the ports that Linux (from 32768) and macOS (from 49152) give to connections and to whoever
 * asks for any port: one of those may be another program's before its own has bound it.
 */
const range = { first: 20_000, last: 32_767 };
const size = range.last - range.first + 1;

/** Elsewhere for each process, so that two rarely try the same one. */
let next = process.pid % size;

/**
 * A port of loopback for a program that somebody is about to start. Whoever else asks here, in this
 * process or another, gets another one while this process lives.
 */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < size; tried += 1) {
    const port = range.first + next;
    next = (next + 1) % size;
    if ((await claim(port)) && (await isFree(port))) return port;
  }
  throw new Error(`No port from ${range.first} to ${range.last} is free.`);
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => {
      resolve(false);
    });
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

/**
 * Holds the UDP port of the same number, which the kernel gives to one process only and takes back
 * when that ends, however it ends. The programs started here listen on TCP.
 */
function claim(port: number): Promise<boolean> {
  const socket = createSocket("udp4");
  return new Promise((resolve) => {
    socket.once("error", () => {
      socket.close();
      resolve(false);
    });
    socket.bind({ port, address: "127.0.0.1", exclusive: true }, () => {
      socket.unref();
      resolve(true);
    });
  });
}
