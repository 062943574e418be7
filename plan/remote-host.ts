import { isLoopback } from "./settings/address";

/**
 * The machine of a Docker daemon that is not this one's; undefined for a local one.
 * @param daemon with the daemon's URL, as the settings or `DOCKER_HOST` have it
 */
export function remoteHost(daemon: { readonly host?: string | undefined }): string | undefined {
  const { host } = daemon;
  if (host === undefined || host.startsWith("unix:")) return undefined;
  const { hostname } = new URL(host);
  return isLoopback(hostname) || hostname === "localhost" ? undefined : hostname;
}
