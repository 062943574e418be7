import type { Recognition } from "./recognise";

/** Docker's own networks, on which no container finds another by its name. */
const nameless = ["bridge", "host", "none"];

/**
 * The network to join so as to reach the services by their names: that of the most of them that
 * have `/metrics`. Undefined if they are on Docker's own networks only.
 */
export function sharedNetwork({ matches }: Recognition): string | undefined {
  const networks = matches
    .filter(({ service }) => service.metrics)
    .flatMap(({ container }) => container.networks)
    .filter((network) => !nameless.includes(network));
  const usage = new Map<string, number>();
  for (const network of networks) usage.set(network, (usage.get(network) ?? 0) + 1);
  const [most] = [...usage].sort(([one, a], [other, b]) => b - a || one.localeCompare(other, "en"));
  return most?.[0];
}
