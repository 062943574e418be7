/** The labels on the containers of a stack. */
export const workloadLabels = {
  stack: "chatqna-monitoring.stack",
  workload: "chatqna-monitoring.workload",
} as const;
