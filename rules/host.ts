import { type RuleGroup, board } from "./rule";
import { type WatchedStack, watches } from "./watched-stack";

/** Of memory that is left. Below it the page cache is gone, and models are read from disk again. */
const littleMemory = 0.05;

/** Of a file system that is free. Models and logs of gigabytes fill the rest quickly. */
const littleRoom = 0.1;

/** The host, by node_exporter. Busy processors are no symptom where models run on them. */
export function hostRules(stack: WatchedStack): readonly RuleGroup[] {
  if (!watches(stack, "node")) return [];
  const host = board("chatqna-host", "instance");
  const room = "node_filesystem_avail_bytes / node_filesystem_size_bytes";
  return [
    {
      name: "host",
      rules: [
        {
          alert: "HostMemoryLow",
          expr: `node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes < ${littleMemory}`,
          // Loading a model takes minutes in which it is read through memory.
          for: "10m",
          severity: "warning",
          when: `less than ${littleMemory * 100} % of a host's memory is available for 10 minutes`,
          summary: "A host has nearly no memory left",
          description:
            "{{ $value | humanizePercentage }} of the memory of {{ $labels.instance }} is available. When it is gone, the kernel ends the biggest process: most often an engine.",
          runbook: "host-memory-low",
          board: host,
        },
        {
          alert: "HostOutOfMemoryKill",
          expr: "increase(node_vmstat_oom_kill[15m]) > 0",
          // It has happened.
          severity: "critical",
          when: "the kernel has ended a process for lack of memory within 15 minutes",
          summary: "The kernel ended a process for lack of memory",
          description:
            'The kernel of {{ $labels.instance }} ended {{ printf "%.0f" $value }} processes within 15 minutes, as memory was gone, on the host or in a container with a limit.',
          runbook: "host-memory-low",
          board: host,
        },
        {
          alert: "HostDiskFilling",
          expr:
            `${room} < ${littleRoom}\n` +
            // Full of data that nobody adds to is how a disk of models looks.
            "and predict_linear(node_filesystem_avail_bytes[6h], 86400) <= 0\n" +
            "and node_filesystem_readonly == 0",
          // A download that is moved when it is done looks the same for a while.
          for: "1h",
          severity: "warning",
          when: `a file system has less than ${littleRoom * 100} % free, and at the pace of 6 hours none in a day, for 1 hour`,
          summary: "A disk fills up",
          description:
            "{{ $labels.mountpoint }} of {{ $labels.instance }} has {{ $value | humanizePercentage }} free, and at this pace nothing tomorrow.",
          runbook: "host-disk-filling",
          board: host,
        },
      ],
    },
  ];
}
