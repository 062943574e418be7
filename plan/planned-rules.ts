import type { RuleGroup } from "../rules/rule";
import { stackRules } from "../rules/stack-rules";
import type { GrafanaContentPlan } from "./planned-grafana";
import { remoteHost } from "./remote-host";
import type { Settings } from "./settings/settings";
import type { Target } from "./targets/target";
import { watchedStack } from "./watched-stack";

/** The rules of a stack, none where nobody evaluates them; `content` is what its Grafana has. */
export function planRules(
  settings: Settings,
  targets: readonly Target[],
  content: GrafanaContentPlan | undefined,
): readonly RuleGroup[] {
  if (settings.prometheus.agent) return [];
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

/** Where people open it. A Grafana on loopback is opened on its own machine. */
function grafanaUrl({ grafana, docker, kubernetes }: Settings): string {
  if (kubernetes.expose !== undefined) return `https://${kubernetes.expose.host}`;
  if (grafana.url !== undefined) return grafana.url.replace(/\/$/, "");
  const everywhere = grafana.bind === "0.0.0.0" || grafana.bind === "::";
  const host = everywhere ? (remoteHost(docker) ?? "localhost") : grafana.bind;
  return `http://${host.includes(":") ? `[${host}]` : host}:${grafana.port}`;
}
