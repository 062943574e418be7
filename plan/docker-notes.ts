import { agentNotes } from "./agent-notes";
import { isLoopback } from "./settings/address";
import { remoteHost } from "./remote-host";
import type { Settings } from "./settings/settings";
import { type PrometheusVersion, has } from "./prometheus/version";
import { hostGateway } from "./targets/host-gateway";

/** What a user of platform docker should know and cannot see in the resources. */
export function dockerNotes(
  settings: Settings,
  version: PrometheusVersion,
  rewrittenAddresses: number,
): readonly string[] {
  return [
    ...gatewayNotes(rewrittenAddresses),
    ...reloadNotes(version),
    ...tunnelNotes(settings),
    ...databaseNotes(settings),
    ...agentNotes(settings),
  ];
}

function gatewayNotes(rewritten: number): readonly string[] {
  if (rewritten === 0) return [];
  return [
    `Reached at ${hostGateway}, the Docker host: ${rewritten} that the settings have on localhost. ` +
      `What listens on the host's loopback only cannot be reached from a container: ` +
      `publish its port on all addresses, or join its network (docker.network).`,
  ];
}

function reloadNotes(version: PrometheusVersion): readonly string[] {
  const { major, minor } = version;
  if (!has(version, "autoReloadFeature")) {
    return [
      `Prometheus ${major}.${minor} cannot reload by itself: a changed target or rule restarts it, ` +
        `which leaves a gap of some seconds. 3.0 and later reload.`,
    ];
  }
  if (has(version, "autoReloadRules")) return [];
  return [
    `Prometheus ${major}.${minor} does not see changed rule files by itself: a changed rule restarts it. ` +
      `3.4 and later reload.`,
  ];
}

/** On another machine, loopback is that machine's. */
function tunnelNotes({ docker, prometheus, grafana }: Settings): readonly string[] {
  const remote = remoteHost(docker);
  if (remote === undefined) return [];
  const ports = [prometheus, ...(grafana.enabled ? [grafana] : [])]
    .filter(({ bind }) => isLoopback(bind))
    .map(({ port, bind }) => `-L ${port}:${bind}:${port}`);
  if (ports.length === 0) return [];
  return [`To reach what listens on the loopback of ${remote}: ssh ${ports.join(" ")} ${remote}`];
}

function databaseNotes({ grafana }: Settings): readonly string[] {
  if (!grafana.enabled || !grafana.persistent) return [];
  return [
    "Grafana's database is kept (grafana.persistent): a changed grafana.adminPassword takes no effect " +
      "on it. Set it in Grafana too: docker exec CONTAINER grafana cli admin reset-admin-password",
  ];
}
