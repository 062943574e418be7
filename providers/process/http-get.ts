/**
 * A GET with basic authentication and an authority of one's own, which `fetch` has no way to name.
 */
import { get as getHttp } from "node:http";
import type { RequestOptions } from "node:http";
import { get as getHttps } from "node:https";

export interface Access {
  readonly username?: string;
  readonly password?: string;
  /** PEM. */
  readonly ca?: string;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

const largestBodyBytes = 16 * 1024 * 1024;

/** @throws Error when nobody answers within the time, or the answer is over 16 MiB. */
export function httpGet(url: string, access: Access, timeoutMilliseconds: number): Promise<Answer> {
  const options = {
    agent: false,
    signal: AbortSignal.timeout(timeoutMilliseconds),
    headers: { accept: "*/*" },
    ...(access.username === undefined
      ? {}
      : { auth: `${access.username}:${access.password ?? ""}` }),
    ...(access.ca === undefined ? {} : { ca: access.ca }),
  };
  return url.startsWith("https:") ? send(getHttps, url, options) : send(getHttp, url, options);
}

function send(
  get: typeof getHttp,
  url: string,
  options: RequestOptions & { readonly ca?: string },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = get(url, options, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > largestBodyBytes) request.destroy(new Error("the answer is over 16 MiB"));
      });
      response.on("end", () => {
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString("utf8"),
        });
      });
      response.on("error", reject);
    });
    request.on("error", reject);
  });
}
