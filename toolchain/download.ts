import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createReadStream } from "node:fs";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Machine } from "./machine";
import { findOnPath, ProgramFailed, run } from "./subprocess";
import { Unavailable } from "./unavailable";

/** Bytes so far, and of how many if the server said so. */
export type OnBytes = (received: number, total: number | undefined) => void;

/**
 * Downloads a URL into a file. Node 20's fetch knows nothing of proxies, so where a proxy is set for
 * this URL, curl does it.
 *
 * @throws {Unavailable} with what went wrong, naming the host.
 */
export async function download(
  machine: Machine,
  url: string,
  file: string,
  onBytes: OnBytes,
): Promise<void> {
  const proxied = proxyVariables(url).some((name) => (machine.env[name] ?? "") !== "");
  await (proxied
    ? downloadByCurl(machine, url, file)
    : downloadByFetch(machine, url, file, onBytes));
}

/** Lower-case hexadecimal. */
export async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

function proxyVariables(url: string): string[] {
  // curl reads HTTP_PROXY in lower case only, as a web server could be made to set the other one.
  const scheme = url.startsWith("https:") ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"];
  return [...scheme, "all_proxy", "ALL_PROXY"];
}

async function downloadByFetch(
  machine: Machine,
  url: string,
  file: string,
  onBytes: OnBytes,
): Promise<void> {
  const { answer, stall } = machine.patience;
  const silence = new SilenceTimer();
  silence.expectWithin(answer, `did not answer within ${answer / 1000} s`);
  try {
    const response = await fetch(url, { signal: silence.signal });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new Unavailable(`${url} answered ${response.status}`);
    }
    const length = response.headers.get("content-length");
    const total = length === null ? undefined : Number(length);
    let received = 0;
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        silence.expectWithin(stall, `sent nothing for ${stall / 1000} s`);
        received += chunk.length;
        onBytes(received, total);
        done(null, chunk);
      },
    });
    silence.expectWithin(stall, `sent nothing for ${stall / 1000} s`);
    await pipeline(Readable.fromWeb(response.body), count, createWriteStream(file));
  } catch (error) {
    throw asUnavailable(error, url, silence.broken);
  } finally {
    silence.end();
  }
}

/** Aborts a request when what is expected next does not come in time. */
class SilenceTimer {
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  /** What the server failed to do, once the time was over. */
  broken: string | undefined;

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  expectWithin(milliseconds: number, otherwise: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.broken = otherwise;
      this.#controller.abort();
    }, milliseconds);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

function asUnavailable(error: unknown, url: string, broken: string | undefined): Unavailable {
  if (error instanceof Unavailable) return error;
  const { host } = new URL(url);
  if (broken !== undefined) return new Unavailable(`${host} ${broken}`);
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const reason = cause instanceof Error ? (errorCode(cause) ?? cause.message) : String(cause);
  return new Unavailable(`${host} cannot be reached or broke off (${reason})`);
}

function errorCode(error: Error): string | undefined {
  return "code" in error && typeof error.code === "string" ? error.code : undefined;
}

async function downloadByCurl(machine: Machine, url: string, file: string): Promise<void> {
  const curl = findOnPath(machine, "curl");
  const { host } = new URL(url);
  if (curl === undefined) {
    throw new Unavailable(`${host} is behind a proxy, which needs curl, and curl is not on PATH`);
  }
  const seconds = (milliseconds: number): string => String(Math.ceil(milliseconds / 1000));
  const { answer, stall } = machine.patience;
  const limits = ["--connect-timeout", seconds(answer), "--speed-limit", "1"];
  limits.push("--speed-time", seconds(stall));
  try {
    await run(machine, curl, ["-fsSL", ...limits, "--output", file, url]);
    await stat(file);
  } catch (error) {
    if (!(error instanceof ProgramFailed)) throw error;
    throw new Unavailable(`${host} through the proxy: ${error.lastLines.join(" ")}`);
  }
}
