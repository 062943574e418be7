/** A Service of a cluster. */
export interface ServiceAddress {
  readonly service: string;
  readonly namespace: string;
  readonly port: number;
}

/**
 * The service that an address with a full DNS name of a cluster leads to
 * (`llm-dependency-svc.default.svc.cluster.local:9009`); undefined for all others.
 * @param address `host:port`
 */
export function serviceOfAddress(address: string): ServiceAddress | undefined {
  const match = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.[a-z0-9.-]+)?:(\d+)$/.exec(address);
  const [, service, namespace, port] = match ?? [];
  if (service === undefined || namespace === undefined) return undefined;
  return { service, namespace, port: Number(port) };
}
