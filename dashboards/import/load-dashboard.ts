import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { ImportError } from "./import-error";
import { largestDashboard, tooLarge } from "./read-dashboard";

export interface LoadedDashboard {
  readonly text: string;
  /** Of the bytes as they came; lower-case hexadecimal. */
  readonly sha256: string;
}

/**
 * Reads a dashboard from a file or an address (http, https).
 * @param sha256 what the bytes must be; without it anything is taken
 * @throws ImportError
 */
export async function loadDashboard(source: string, sha256?: string): Promise<LoadedDashboard> {
  const bytes = isAddress(source) ? await download(source) : await readLocal(source);
  const found = createHash("sha256").update(bytes).digest("hex");
  if (sha256 !== undefined && found !== sha256.toLowerCase()) {
    throw new ImportError(
      `${source} is not the file that was pinned:\n  expected ${sha256}\n  found    ${found}\n` +
        "If you trust the new one, put its checksum into the settings.",
    );
  }
  return { text: bytes.toString("utf8"), sha256: found };
}

export function isAddress(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

async function readLocal(path: string): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size > largestDashboard) throw tooLarge(path, size);
    return await readFile(path);
  } catch (error) {
    if (error instanceof ImportError) throw error;
    throw new ImportError(`${path} cannot be read: ${reasonOf(error)}.`);
  }
}

const patience = 30_000;
const mostRedirects = 5;

async function download(address: string): Promise<Buffer> {
  const signal = AbortSignal.timeout(patience);
  let url = parseAddress(address);
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const response = await ask(url, signal);
    const target = response.headers.get("location");
    if (response.status < 300 || response.status >= 400 || target === null) {
      return body(response, url, signal);
    }
    await response.body?.cancel();
    url = sameHost(url, target);
  }
  throw new ImportError(`${address} redirects more than ${mostRedirects} times.`);
}

function parseAddress(address: string): URL {
  try {
    return new URL(address);
  } catch {
    throw new ImportError(`${address} is no address.`);
  }
}

/** Another host is another party, whom nobody decided to trust; a pinned checksum comes later. */
function sameHost(from: URL, target: string): URL {
  const to = new URL(target, from);
  if (to.host === from.host && (to.protocol === from.protocol || to.protocol === "https:")) {
    return to;
  }
  throw new ImportError(
    `${from.href} redirects to ${to.origin}, another host. If you trust it, give that address:\n  ${to.href}`,
  );
}

async function ask(url: URL, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { redirect: "manual", signal });
  } catch (error) {
    throw new ImportError(unreachable(url, error));
  }
}

async function body(response: Response, url: URL, signal: AbortSignal): Promise<Buffer> {
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new ImportError(`${url.href} answered ${response.status} ${response.statusText}.`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      // Leaving the loop ends the download.
      if (size > largestDashboard) throw tooLarge(url.href);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof ImportError) throw error;
    throw new ImportError(unreachable(url, signal.aborted ? signal.reason : error));
  }
  return Buffer.concat(chunks);
}

function unreachable(url: URL, error: unknown): string {
  return (
    `${url.host} cannot be reached: ${reasonOf(error)}. ` +
    "Where only a proxy reaches it, download the file and give its path."
  );
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error && cause.message !== "") return cause.message;
  if ("code" in error && error.code === "ENOENT") return "there is no such file";
  return error.name === "TimeoutError" ? `no answer in ${patience / 1000} s` : error.message;
}
