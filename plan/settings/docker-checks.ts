import { has, parsePrometheusVersion } from "../prometheus/version";
import type { CrossFinding } from "./finding";
import type { ParsedSettings } from "./schema";

type Check = (settings: ParsedSettings) => readonly CrossFinding[];

/** What containers ask of the other settings, and what only platform docker understands. */
export const dockerChecks: readonly Check[] = [
  groupIsForDocker,
  meansFitTheHost,
  composeHasNetwork,
  standInIsReached,
  healthCheckHasClient,
];

function groupIsForDocker({ platform, docker }: ParsedSettings): readonly CrossFinding[] {
  if (platform === "docker") return [];
  return (["host", "network", "certPath", "sshOptions"] as const)
    .filter((key) => docker[key] !== undefined)
    .map((key) => ({
      path: ["docker", key],
      message: `means nothing with platform: ${platform}. Remove it, or set platform: docker.`,
      involves: [["platform"]],
    }));
}

/** Where no host is set, DOCKER_HOST may be of either kind. */
function meansFitTheHost({ platform, docker }: ParsedSettings): readonly CrossFinding[] {
  const { host } = docker;
  if (platform !== "docker" || host === undefined) return [];
  const means = [
    ["certPath", "tcp", "Certificates are"],
    ["sshOptions", "ssh", "They are"],
  ] as const;
  return means
    .filter(([key, scheme]) => docker[key] !== undefined && !host.startsWith(`${scheme}://`))
    .map(([key, scheme, what]) => ({
      path: ["docker", key],
      message: `means nothing with docker.host: ${host}. ${what} for a host like ${scheme}://gaudi-03. Remove it, or correct docker.host.`,
      involves: [["docker", "host"]],
    }));
}

function composeHasNetwork({ platform, docker, targets }: ParsedSettings): readonly CrossFinding[] {
  if (platform !== "docker" || targets.chatqna?.via !== "compose") return [];
  if (docker.network !== undefined) return [];
  return [
    {
      path: ["docker", "network"],
      message:
        "is missing; with via: compose Prometheus joins the network of the ChatQnA's compose project, " +
        "named after its folder, like xeon_default. `docker network ls` lists it. Set it with:\n" +
        "pulumi config set --path 'chatqna-monitoring:docker.network' NAME",
      involves: [["platform"], ["targets", "chatqna", "via"]],
    },
  ];
}

/** A stand-in is a process that listens on loopback unless told otherwise, where no container comes. */
function standInIsReached({ platform, targets }: ParsedSettings): readonly CrossFinding[] {
  if (platform !== "docker" || targets.chatqna === undefined) return [];
  const { via, bind } = targets.chatqna;
  const finding = (key: string, message: string): CrossFinding => ({
    path: ["targets", "chatqna", key],
    message: `${message} Or name your deployment: via: compose with docker.network, or via: host.`,
    involves: [["platform"], ["targets", "chatqna", "via"]],
  });
  if (via === "replay") {
    return [
      finding(
        "via",
        'is "replay"; recorded services play on the loopback of this machine, where no container reaches them. Use platform: process, or via: simulator.',
      ),
    ];
  }
  if (via !== "simulator" || bind !== undefined) return [];
  return [
    finding(
      "bind",
      "is missing. Where no targets are named a simulator is watched, and on its loopback no container reaches it. " +
        "Set 172.17.0.1, Docker's bridge on Linux (127.0.0.1 with Docker Desktop).",
    ),
  ];
}

/** Prometheus' own client is what tells the password to Prometheus alone, and speaks TLS. */
function healthCheckHasClient({
  platform,
  prometheus: { version, authentication, tls },
}: ParsedSettings): readonly CrossFinding[] {
  const parsed = parsePrometheusVersion(version);
  if (platform === "process" || parsed === undefined || has(parsed, "readinessClient")) return [];
  const asked = [
    ...(authentication === undefined ? [] : [["authentication", "with a password"] as const]),
    // The kubelet speaks TLS itself.
    ...(tls === undefined || platform === "kubernetes" ? [] : [["tls", "over TLS"] as const]),
  ];
  return asked.map(([setting, how]) => ({
    path: ["prometheus", "version"],
    message: `is "${version}", whose image has nothing that could check its health ${how}. Use 2.44.0 or later, or leave prometheus.${setting} out.`,
    involves: [["platform"], ["prometheus", setting]],
  }));
}
