import type { BoardSource } from "./board";
import { atAGlance } from "./host/at-a-glance";
import { containerDetails, containers } from "./host/containers";
import { details, hosts } from "./host/hosts";
import { datasourceVariable, instanceVariable, jobVariable } from "./variables";

/** Hosts by node_exporter, containers by cAdvisor, of its own or in a kubelet. */
export const hostBoard: BoardSource = {
  title: "ChatQnA / Host and containers",
  uid: "chatqna-host",
  description:
    "Processors, memory, disks and network of the hosts and of the containers on them: whether a slow service lacks something.",
  tags: ["chatqna", "host"],
  variables: [
    datasourceVariable(),
    jobVariable(
      ["node_load1", "container_memory_working_set_bytes"],
      "(.*-)?(node-exporter|cadvisor)",
    ),
    instanceVariable(),
  ],
  rows: [atAGlance, hosts, containers, details, containerDetails],
};
