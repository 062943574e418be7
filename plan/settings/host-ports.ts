import { nodeExporterJob } from "../workloads/exporters/node-exporter";
import { hostPortsOf, servicesOf } from "../targets/catalogue";
import { deploymentProblems } from "../targets/deployment-problems";
import { reachOf } from "../targets/planned-targets";
import { isThisMachine, splitAddress } from "./address";
import { accessOf, deploymentOf } from "./complete-settings";
import type { CrossFinding } from "./finding";
import type { ParsedSettings } from "./schema";
import type { SettingPath } from "./setting-path";
import type { Access } from "./settings";
import { staticAddresses } from "./static-target-checks";
import type { ParsedChatQnA } from "./targets-schema";

/** A server of ours on this machine, which the user may move. */
interface Own {
  readonly name: "Prometheus" | "Grafana" | "Alertmanager" | "node_exporter" | "the simulator";
  readonly path: SettingPath;
  readonly port: number;
  readonly bind: string;
}

/** Whoever else listens on this machine. */
interface Taken {
  readonly port: number;
  readonly bind: string;
  /** "the container guardrails of targets.chatqna". */
  readonly owner: string;
  readonly path: SettingPath;
}

/** Two servers on one port of this machine: the second does not start. A pod has its own ports. */
export function hostPortFindings(settings: ParsedSettings): readonly CrossFinding[] {
  if (settings.platform === "kubernetes") return [];
  const own = ownServers(settings);
  const others = [...deploymentPorts(settings), ...staticPorts(settings)];
  const all = new Set([...own, ...others].map(({ port }) => port));
  return own.flatMap((server, position) => {
    const earlier = own
      .slice(0, position)
      .map(({ name, path, port, bind }): Taken => ({ path, port, bind, owner: name }));
    const rival = [...earlier, ...others].find((other) => collide(server, other));
    return rival === undefined ? [] : [portFinding(server, rival, freePort(server.port, all))];
  });
}

function portFinding({ name, path, port }: Own, rival: Taken, free: number): CrossFinding {
  return {
    path,
    message:
      `is ${port}, the port of ${rival.owner} on this machine too. Move ${name}:\n` +
      `pulumi config set --path 'chatqna-monitoring:${path.join(".")}' ${free}`,
    involves: [rival.path],
  };
}

function ownServers(settings: ParsedSettings): readonly Own[] {
  const { prometheus, grafana, alertmanager } = settings;
  const first: Own = { name: "Prometheus", path: ["prometheus", "port"], ...prometheus };
  const second: Own = { name: "Grafana", path: ["grafana", "port"], ...grafana };
  const third: Own = { name: "Alertmanager", path: ["alertmanager", "port"], ...alertmanager };
  return [
    first,
    ...(grafana.enabled ? [second] : []),
    ...(alertmanager.receivers.length > 0 ? [third] : []),
    ...ownExporters(settings),
    ...ownSimulator(settings),
  ];
}

/** The others have no port on the host. Whether it can be had here is not known yet. */
function ownExporters({ platform, exporters, targets }: ParsedSettings): readonly Own[] {
  const { enabled, port } = exporters.node;
  const isOwn = enabled ?? !targets.static.some(({ job }) => job === nodeExporterJob);
  if (platform !== "process" || !isOwn) return [];
  const path = ["exporters", "node", "port"];
  return [{ name: "node_exporter", path, port, bind: "127.0.0.1" }];
}

function ownSimulator({ targets: { chatqna } }: ParsedSettings): readonly Own[] {
  const access = chatqna === undefined ? undefined : accessOf(chatqna);
  if (access?.via !== "simulator") return [];
  const path = ["targets", "chatqna", "controlPort"];
  return [{ name: "the simulator", path, port: access.controlPort, bind: access.bind }];
}

function deploymentPorts({ targets: { chatqna } }: ParsedSettings): readonly Taken[] {
  if (chatqna === undefined) return [];
  const access = accessOf(chatqna);
  const path = ["targets", "chatqna"];
  // Of a deployment that does not exist, the catalogue's answer means nothing.
  if (deploymentProblems(deploymentOf(chatqna), reachOf(access)).length > 0) return [];
  if (access.via === "simulator") return playedPorts(chatqna, "simulated", access.bind);
  if (access.via === "replay") return playedPorts(chatqna, "replayed", "127.0.0.1");
  if (!runsBesideUs(access)) return [];
  return hostPortsOf(deploymentOf(chatqna)).map(({ port, container }) => ({
    port,
    bind: "0.0.0.0",
    owner: `the container ${container} of targets.chatqna`,
    path,
  }));
}

/** On the compose network, the deployment is one of the very Docker host of our containers. */
function runsBesideUs(access: Access): boolean {
  return access.via === "compose" || (access.via === "host" && isThisMachine(access.host));
}

function playedPorts(chatqna: ParsedChatQnA, how: string, bind: string): readonly Taken[] {
  const services = servicesOf(deploymentOf(chatqna), reachOf(accessOf(chatqna)));
  return services.flatMap((service) => {
    if (!service.metrics) return [];
    const { address, enabled } = chatqna.services[service.name] ?? {};
    const port = address === undefined ? service.hostPort : Number(splitAddress(address).port);
    if (port === undefined || enabled === false) return [];
    return [{ port, owner: `the ${how} ${service.name}`, bind, path: ["targets", "chatqna"] }];
  });
}

/** A target that is monitoring itself may well be the very server of ours. */
function staticPorts({ targets }: ParsedSettings): readonly Taken[] {
  return staticAddresses(targets.static)
    .filter(({ entry }) => entry.component !== "monitoring")
    .map(({ address, entry, position }) => ({ ...splitAddress(address), entry, position }))
    .filter(({ host }) => host !== undefined && isThisMachine(host))
    .map(({ port, entry, position }) => ({
      port: Number(port),
      bind: "0.0.0.0",
      owner: `the job ${entry.job} (targets.static[${position}])`,
      path: ["targets", "static", position],
    }));
}

function collide(one: Pick<Own, "port" | "bind">, other: Pick<Taken, "port" | "bind">): boolean {
  const everywhere = [one.bind, other.bind].some((bind) => bind === "0.0.0.0" || bind === "::");
  return one.port === other.port && (everywhere || one.bind === other.bind);
}

/** The next port above, or below the highest one, that nobody of the settings has. */
function freePort(from: number, taken: ReadonlySet<number>): number {
  const step = from < 65000 ? 1 : -1;
  let port = from + step;
  while (taken.has(port)) port += step;
  return port;
}
