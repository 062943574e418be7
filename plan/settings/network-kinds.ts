import { isIP } from "node:net";
import { z } from "zod";
import { addressFault, isAddress, isHost } from "./address";
import { quotedNumber } from "./quantity-kinds";
import { kinds } from "./registries";

export function port() {
  const rule = "a port is a whole number from 1 to 65535";
  return z
    .int()
    .min(1)
    .max(65535)
    .register(kinds, { label: "port", rule, explain: quotedNumber(rule) });
}

/** An address to scrape. */
export function hostPort() {
  const rule = 'an address is host:port, like "localhost:9009"';
  return z
    .string()
    .refine(isAddress)
    .register(kinds, {
      label: "host:port",
      rule,
      explain: (value) => (typeof value === "string" ? addressFault(value) : undefined),
    });
}

export function hostName() {
  const rule = "a host is a name or an IP address, without scheme and port";
  return z.string().refine(isHost).register(kinds, { label: "host", rule });
}

/** An address to listen on. */
export function ipAddress() {
  const rule =
    'a server listens on an IP address of this machine, like "127.0.0.1", or "0.0.0.0" for all';
  return z
    .string()
    .refine((text) => isIP(text) !== 0)
    .register(kinds, {
      label: "IP address",
      rule,
      explain: (value) => (value === "localhost" ? `${rule}. Did you mean 127.0.0.1?` : undefined),
    });
}

/** The path of an HTTP endpoint. */
export function urlPath() {
  const rule = 'a path begins with "/" and has no spaces, like "/metrics"';
  return z
    .string()
    .regex(/^\/\S*$/)
    .register(kinds, {
      label: "path",
      rule,
      explain: (value) =>
        typeof value === "string" && /^[^\s/:]+$/.test(value)
          ? `${rule}. Did you mean /${value}?`
          : undefined,
    });
}

export function httpUrl() {
  const rule = 'a URL begins with http:// or https://, like "https://mimir.example/api/v1/push"';
  return z
    .string()
    .refine(isPlainHttpUrl)
    .register(kinds, {
      label: "URL",
      rule,
      explain: (value) => {
        if (typeof value !== "string") return undefined;
        if (value.includes("@")) return "a URL holds no account here. Set username and password";
        return isPlainHttpUrl(`https://${value}`)
          ? `${rule}. Did you mean https://${value}?`
          : undefined;
      },
    });
}

/** Where a Docker daemon listens, as `DOCKER_HOST` has it. */
export function dockerHost() {
  const rule =
    'a Docker host is a unix://, tcp:// or ssh:// URL, like "ssh://user@host" or "unix:///var/run/docker.sock"';
  return z
    .string()
    .refine(isDockerHost)
    .register(kinds, {
      label: "Docker host",
      rule,
      explain: (value) =>
        typeof value === "string" && /^[^\s/:]+@[^\s/:]+$/.test(value)
          ? `${rule}. Did you mean ssh://${value}?`
          : undefined,
    });
}

/** A password in an ssh URL is nothing that ssh would take. */
function isDockerHost(text: string): boolean {
  if (/^unix:\/\/\/\S+$/.test(text)) return true;
  if (!/^(tcp|ssh):\/\/[^\s/]+\/?$/.test(text) || !URL.canParse(text)) return false;
  const { hostname, password } = new URL(text);
  return hostname !== "" && password === "";
}

function isPlainHttpUrl(text: string): boolean {
  if (!/^https?:\/\/\S+$/.test(text) || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === "" && password === "";
}
