/**
 * How a workload is found on the stack's own network. Prometheus and some exporters are on the ChatQnA's
 * network too, and Docker answers a name with whoever has it on any of a container's networks: under
 * `prometheus` or `node-exporter` alone they would find those of OPEA's compose.telemetry.yaml, or hide
 * them from themselves as targets. The top-level domain keeps the name from the outside world's servers.
 */
export function networkName(workload: string, stack: string): string {
  return `${workload}.${stack}.chatqna-monitoring`;
}
