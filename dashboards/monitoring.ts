import type { BoardSource } from "./board";
import { atAGlance } from "./monitoring/at-a-glance";
import { details, prometheus } from "./monitoring/prometheus";
import { scrapes } from "./monitoring/scrapes";
import {
  datasourceVariable,
  everyJobVariable,
  instanceVariable,
  prometheusVariables,
} from "./variables";

/** Whether what the other boards show can be believed: scrapes, rules, and Prometheus itself. */
export const monitoringBoard: BoardSource = {
  title: "ChatQnA / Monitoring itself",
  uid: "chatqna-monitoring",
  description:
    "Scrapes, rules, queries and the disk of Prometheus. Job and instance choose targets; the servers that scrape them have choices of their own.",
  tags: ["chatqna", "monitoring"],
  variables: [
    datasourceVariable(),
    everyJobVariable(),
    instanceVariable(),
    ...prometheusVariables(),
  ],
  rows: [atAGlance, scrapes, prometheus, details],
};
