import { completeKubernetes } from "./complete-kubernetes";
import { remoteHost } from "../remote-host";
import type { CrossFinding } from "./finding";
import type { ParsedSettings } from "./schema";

type Check = (settings: ParsedSettings) => readonly CrossFinding[];

/** What Grafana's content asks of the other settings. */
export const grafanaChecks: readonly Check[] = [
  apiNeedsOwnServer,
  apiNeedsUrl,
  apiNeedsDatabase,
  apiKnowsAuthority,
  urlIsForApi,
  addressIsPinned,
];

/** Stack `local` must come up on a machine that can have no provider plugin. */
function apiNeedsOwnServer({ platform, grafana, kubernetes }: ParsedSettings) {
  if (grafana.content !== "api") return [];
  const { mode } = completeKubernetes(kubernetes);
  if (platform === "docker" || (platform === "kubernetes" && mode === "plain")) return [];
  const why =
    platform === "process"
      ? "platform process puts the content into files, which needs no provider plugin"
      : "with mode: operator no Grafana of this stack runs, and the cluster's takes boards from ConfigMaps";
  return [finding(["content"], `is "api"; ${why}. Remove it.`, [["platform"]])];
}

function apiNeedsUrl({ platform, docker, grafana, kubernetes }: ParsedSettings) {
  if (grafana.content !== "api" || grafana.url !== undefined) return [];
  if (platform === "kubernetes") {
    if (kubernetes.expose !== undefined) return [];
    return [
      finding(
        ["url"],
        "is missing; with content: api Pulumi talks to the Grafana in the cluster, and nothing says at which address this machine reaches it. Give it, or kubernetes.expose, or remove grafana.content.",
        [["grafana", "content"]],
      ),
    ];
  }
  const remote = remoteHost(docker);
  if (remote === undefined) return [];
  return [
    finding(
      ["url"],
      `is missing; with content: api Pulumi talks to the Grafana on ${remote}, and nothing says at which address this machine reaches it. Give it, or remove grafana.content.`,
      [
        ["grafana", "content"],
        ["docker", "host"],
      ],
    ),
  ];
}

/** A pod starts anew when its node wants it to, and no one fills a database in memory again. */
function apiNeedsDatabase({ platform, grafana, kubernetes }: ParsedSettings) {
  const isOurs = platform === "kubernetes" && completeKubernetes(kubernetes).mode === "plain";
  if (!isOurs || grafana.content !== "api" || grafana.persistent) return [];
  return [
    finding(
      ["persistent"],
      "is false; in a cluster a pod may start anew at any time, and what went through its API would be gone with its database. Set it to true, or remove grafana.content.",
      [["grafana", "content"]],
    ),
  ];
}

/** Pulumi would have to read the Secret to tell Grafana the authority in it. */
function apiKnowsAuthority({ platform, grafana, prometheus: { tls } }: ParsedSettings) {
  if (platform !== "kubernetes" || grafana.content !== "api" || tls === undefined) return [];
  return [
    finding(
      ["content"],
      'is "api"; the certificate of prometheus.tls is in a Secret, which only pods read. Remove it, so that the datasource goes by files.',
      [["prometheus", "tls"]],
    ),
  ];
}

function urlIsForApi({ platform, grafana }: ParsedSettings) {
  const isDefault = platform === "docker" && grafana.content !== "files";
  if (grafana.url === undefined || isDefault || grafana.content === "api") return [];
  return [
    finding(
      ["url"],
      "means nothing where the content goes by files: nobody calls Grafana. Remove it, or set content: api.",
      [["platform"], ["grafana", "content"]],
    ),
  ];
}

function finding(
  path: readonly string[],
  message: string,
  involves: CrossFinding["involves"],
): CrossFinding {
  return { path: ["grafana", ...path], message, involves };
}

function addressIsPinned({ dashboards }: ParsedSettings): readonly CrossFinding[] {
  return dashboards.flatMap(({ source, sha256 }, position) =>
    /^https?:/i.test(source) && sha256 === undefined
      ? [
          {
            path: ["dashboards", position, "sha256"],
            message: `is missing; a URL may serve something else tomorrow. This prints it:\nnpm run dashboards:import -- ${source}`,
            involves: [["dashboards", position, "source"]],
          },
        ]
      : [],
  );
}
