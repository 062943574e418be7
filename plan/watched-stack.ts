import type { BoardContext } from "../dashboards/board-context";
import type { WatchedStack } from "../rules/watched-stack";
import { parseDuration, parseSize } from "./settings/quantity";
import type { Settings } from "./settings/settings";
import type { Target } from "./targets/target";

/** What rules and boards follow from, but for Grafana. */
export function watchedStack(settings: Settings, targets: readonly Target[]): WatchedStack {
  const { prometheus, objectives } = settings;
  const seconds = (text: string) => parseDuration(text) / 1000;
  return {
    targets,
    objectives,
    timing: {
      scrapeInterval: seconds(prometheus.scrapeInterval),
      scrapeTimeout: seconds(prometheus.scrapeTimeout),
      evaluationInterval: seconds(prometheus.evaluationInterval),
    },
    prometheus: {
      memoryBytes: parseSize(prometheus.memoryLimit),
      volumeBytes: parseSize(prometheus.volumeSize),
      retentionSeconds: seconds(prometheus.retention.time),
      samples: prometheus.limits.samples,
    },
    megaserviceMeasures: settings.targets.chatqna?.deployment.release !== "1.0",
  };
}

/** What the boards of a stack follow beside its targets. */
export function stackContext(
  settings: Settings,
  targets: readonly Target[],
): Omit<BoardContext, "boards"> {
  const { platform, kubernetes } = settings;
  return {
    objectives: settings.objectives,
    stack: watchedStack(settings, targets),
    othersScrape: platform === "kubernetes" && kubernetes.mode === "operator",
  };
}
