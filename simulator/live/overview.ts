import type { Address } from "../services/http-call";
import type { LiveSimulation } from "./live-simulation";

/** Where everything is, a line each. */
export function overview({ services, control }: LiveSimulation): string {
  const places = [
    ...services.map(({ slot, address }) => [slot.name, `${urlOf(address)}/metrics`] as const),
    ["control", `${urlOf(control)}/state`] as const,
  ];
  const width = Math.max(...places.map(([name]) => name.length));
  return places.map(([name, url]) => `${name.padEnd(width)}  ${url}`).join("\n");
}

export function urlOf({ host, port }: Address): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
