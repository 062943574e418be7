import { isIP, isIPv6 } from "node:net";

/** Whether a text is `host:port`, an IPv6 host in brackets: what Prometheus takes as a target. */
export function isAddress(text: string): boolean {
  const { host, port } = splitAddress(text);
  return host !== undefined && isHostInAddress(host) && isPort(port);
}

/** Whether a text is a host name or an IP address; an IPv6 one stands without brackets. */
export function isHost(text: string): boolean {
  return isIP(text) !== 0 || isName(text);
}

/** Whether a host, as it stands in an address, is this machine itself. */
export function isThisMachine(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  return ["localhost", "0.0.0.0", "::"].includes(bare) || isLoopback(bare);
}

/** Whether an IP address is reached from this machine only. */
export function isLoopback(ip: string): boolean {
  return ip === "::1" || ip.startsWith("127.");
}

/** At which IP address something of this machine is reached on it, that listens on another. */
export function reachedAt(bind: string): string {
  const everywhere: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };
  return everywhere[bind] ?? bind;
}

export function splitAddress(text: string): {
  readonly host: string | undefined;
  readonly port: string | undefined;
} {
  const [, host, port] = /^(\[[^\]]*\]|[^:]*):(.*)$/.exec(text) ?? [];
  return { host, port };
}

/** `host:port` that a URL leads to. */
export function addressOfUrl(url: string): string {
  const { hostname, port, protocol } = new URL(url);
  return `${hostname}:${port === "" ? (protocol === "https:" ? "443" : "80") : port}`;
}

/** Half a sentence: what makes a text no address, and what to write. */
export function addressFault(text: string): string | undefined {
  const rule = 'an address is host:port, like "localhost:9009"';
  const url = /^(https?):\/\/([^/?#@]*)(\/[^?#]*)?/i.exec(text);
  if (url !== null) return `an address is host:port. ${instead(url)}`;
  const path = /^([^/\s]+)(\/\S*)$/.exec(text);
  if (path !== null && isAddress(path[1] ?? "")) {
    return `an address is host:port. ${instead(["", "http", path[1] ?? "", path[2] ?? ""])}`;
  }
  const unbracketed = unbracketedIPv6(text);
  if (unbracketed !== undefined) {
    return `an IPv6 address stands in brackets. Write ${unbracketed}`;
  }
  if (isHost(text)) return `the port is missing. Write ${text}:PORT`;
  const { host, port } = splitAddress(text);
  if (host === "") return `the host is missing. Write localhost:${port ?? "PORT"}`;
  if (host !== undefined && isHostInAddress(host) && !isPort(port)) {
    return `${rule}, and a port is a whole number from 1 to 65535`;
  }
  return undefined;
}

/** The settings that say what a URL says. */
function instead([, scheme, host, path]: readonly (string | undefined)[]): string {
  const parts = [
    `address: ${host ?? ""}${isAddress(host ?? "") ? "" : ":PORT"}`,
    ...(scheme?.toLowerCase() === "https" ? ["scheme: https"] : []),
    ...(path === undefined || path === "/" || path === "/metrics" ? [] : [`metricsPath: ${path}`]),
  ];
  return `Write ${parts.join(", ")}`;
}

/** `::1:9009` is an IPv6 address too; who writes it means port 9009 of `::1`. */
function unbracketedIPv6(text: string): string | undefined {
  const [, host, port] = /^(.*[^:]):(\d{4,5})$/.exec(text) ?? [];
  if (host !== undefined && isIPv6(host) && isPort(port)) return `[${host}]:${port ?? ""}`;
  return isIPv6(text) ? `[${text}]:PORT` : undefined;
}

function isHostInAddress(host: string): boolean {
  if (host.startsWith("[")) return isIPv6(host.slice(1, -1));
  return isHost(host) && !isIPv6(host);
}

function isName(text: string): boolean {
  return /^(?=.{1,253}$)[A-Za-z0-9_]([\w-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([\w-]*[A-Za-z0-9_])?)*\.?$/.test(
    text,
  );
}

function isPort(text: string | undefined): boolean {
  return text !== undefined && /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65535;
}
