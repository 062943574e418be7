import type { RuleGroup } from "../rules/rule";
import { stackRules } from "../rules/stack-rules";
import type { WatchedStack } from "../rules/watched-stack";
import type { GrafanaContentPlan } from "./planned-grafana";
import { remoteHost } from "./remote-host";
import { parseDuration, parseSize } from "./settings/quantity";
import type { Settings } from "./settings/settings";
import type { Target } from "./targets/target";

/** The rules of a stack; `content` is what its Grafana has. */
export function planRules(
  settings: Settings,
  targets: readonly Target[],
  content: GrafanaContentPlan | undefined,
): readonly RuleGroup[] {
  return stackRules({
    ...watchedStack(settings, targets),
    ...(content !== undefined && {
      grafana: {
        url: grafanaUrl(settings),
        boards: content.dashboards.map(({ uid }) => uid),
      },
    }),
  });
}

/** What the rules follow from, but for Grafana. */
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

/** Where people open it. A Grafana on loopback is opened on its own machine. */
function grafanaUrl({ grafana, docker }: Settings): string {
  if (grafana.url !== undefined) return grafana.url.replace(/\/$/, "");
  const everywhere = grafana.bind === "0.0.0.0" || grafana.bind === "::";
  const host = everywhere ? (remoteHost(docker) ?? "localhost") : grafana.bind;
  return `http://${host.includes(":") ? `[${host}]` : host}:${grafana.port}`;
}
