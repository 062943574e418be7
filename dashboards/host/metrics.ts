import { rate, selected, sumBy } from "../promql";

const byInstance = ["instance"];
/** All modes together are one second per second and processor. */
const processors = sumBy(byInstance, rate("node_cpu_seconds_total"));

/** Share of all processors' time that was not idle. Waiting for a disk is idle. */
export const processorsInUse = `1 - ${sumBy(byInstance, rate("node_cpu_seconds_total", 'mode=~"idle|iowait"'))} / ${processors}`;

export const loadPerProcessor = `${sumBy(byInstance, selected("node_load1"))} / ${processors}`;

export const memoryInUse = `1 - ${selected("node_memory_MemAvailable_bytes")} / ${selected("node_memory_MemTotal_bytes")}`;

export const diskInUse = `1 - ${selected("node_filesystem_avail_bytes")} / ${selected("node_filesystem_size_bytes")}`;

/** Containers by the number that every runtime gives them; pods and services have none. */
export const ofContainers = ['id=~".*[0-9a-f]{64}.*"', 'container!="POD"'];

/**
 * What people call a container: its name to Docker, pod and container in Kubernetes, and the first
 * digits of its number where the exporter may not ask Docker.
 */
export function named(expr: string): string {
  const byNumber = `label_replace(${expr}, "shown", "$1", "id", ".*?([0-9a-f]{12})[0-9a-f]{52}.*")`;
  const byName = `label_replace(${byNumber}, "shown", "$1", "name", "(.+)")`;
  return `label_replace(${byName}, "shown", "$1", "pod", "(.+)")`;
}

export function byContainer(expr: string): string {
  return sumBy(["instance", "shown", "container"], named(expr));
}

export const nameOfContainer = "{{shown}} {{container}}";
