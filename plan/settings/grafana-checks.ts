import { remoteHost } from "../remote-host";
import type { CrossFinding } from "./finding";
import type { ParsedSettings } from "./schema";

type Check = (settings: ParsedSettings) => readonly CrossFinding[];

/** What Grafana's content asks of the other settings. */
export const grafanaChecks: readonly Check[] = [
  apiNeedsContainers,
  apiNeedsUrl,
  urlIsForApi,
  addressIsPinned,
];

/** Stack `local` must come up on a machine that can have no provider plugin. */
function apiNeedsContainers({ platform, grafana }: ParsedSettings): readonly CrossFinding[] {
  if (platform === "docker" || grafana.content !== "api") return [];
  return [
    {
      path: ["grafana", "content"],
      message: `is "api"; platform ${platform} puts the content into files, which needs no provider plugin. Remove it.`,
      involves: [["platform"]],
    },
  ];
}

function apiNeedsUrl({ docker, grafana }: ParsedSettings): readonly CrossFinding[] {
  const remote = remoteHost(docker);
  if (grafana.content !== "api" || grafana.url !== undefined || remote === undefined) return [];
  return [
    {
      path: ["grafana", "url"],
      message: `is missing; with content: api Pulumi talks to the Grafana on ${remote}, and nothing says at which address this machine reaches it. Give it, or remove grafana.content.`,
      involves: [
        ["grafana", "content"],
        ["docker", "host"],
      ],
    },
  ];
}

function urlIsForApi({ platform, grafana }: ParsedSettings): readonly CrossFinding[] {
  if (grafana.url === undefined || (platform === "docker" && grafana.content !== "files"))
    return [];
  return [
    {
      path: ["grafana", "url"],
      message:
        "means nothing where the content goes by files: nobody calls Grafana. Remove it, or set content: api on platform docker.",
      involves: [["platform"], ["grafana", "content"]],
    },
  ];
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
