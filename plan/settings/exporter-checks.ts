import { deploymentProblems } from "../targets/deployment-problems";
import { reachOf } from "../targets/planned-targets";
import { accessOf, deploymentOf } from "./complete-settings";
import type { CrossFinding } from "./finding";
import type { ParsedSettings } from "./schema";
import type { ParsedChatQnA } from "./targets-schema";

type Check = (settings: ParsedSettings) => readonly CrossFinding[];

/** Exporters that the settings ask for, and that cannot run or have nothing to measure. */
export const exporterChecks: readonly Check[] = [
  containersAreStarted,
  noHostAccessInCluster,
  redisIsThere,
  somethingIsProbed,
];

/** By default what runs in a container only is left out on platform process; here it is asked for. */
function containersAreStarted({ platform, exporters }: ParsedSettings): readonly CrossFinding[] {
  if (platform !== "process") return [];
  const { cadvisor, redis, blackbox, dcgm, gaudi } = exporters;
  const asked: readonly [asked: boolean, ...path: string[]][] = [
    [cadvisor.enabled === true, "cadvisor", "enabled"],
    [cadvisor.dockerSocket, "cadvisor", "dockerSocket"],
    [redis.enabled === true, "redis", "enabled"],
    [redis.address !== undefined, "redis", "address"],
    [blackbox.enabled === true, "blackbox", "enabled"],
    [blackbox.urls.length > 0, "blackbox", "urls"],
    [dcgm.enabled === true, "dcgm", "enabled"],
    [gaudi.enabled, "gaudi", "enabled"],
  ];
  return asked
    .filter(([isAsked]) => isAsked)
    .map(([, ...path]) => ({
      path: ["exporters", ...path],
      message:
        `means nothing with platform: ${platform}: this exporter runs in a container only. ` +
        "Remove it, or set platform: docker.",
      involves: [["platform"]],
    }));
}

/** What reads a node asks for more than Pod Security `restricted` grants. */
function noHostAccessInCluster({ platform, exporters }: ParsedSettings): readonly CrossFinding[] {
  if (platform !== "kubernetes") return [];
  const { node, cadvisor, dcgm, gaudi } = exporters;
  return Object.entries({ node, cadvisor, dcgm, gaudi })
    .filter(([, { enabled }]) => enabled === true)
    .map(([name]) => ({
      path: ["exporters", name, "enabled"],
      message:
        "is true; it reads the node, which Pod Security restricted forbids to our pods. Scrape the one " +
        "that the cluster's own monitoring has with targets.static, and remove this.",
      involves: [["platform"]],
    }));
}

function redisIsThere({ platform, exporters, targets }: ParsedSettings): readonly CrossFinding[] {
  const { enabled, address } = exporters.redis;
  if (platform === "process" || enabled !== true || address !== undefined) return [];
  const { chatqna } = targets;
  const isSimulated = chatqna?.via === "simulator";
  if (isUnclear(chatqna) || (chatqna?.vectorStore === "redis" && !isSimulated)) return [];
  const reason =
    chatqna === undefined
      ? "no deployment is named"
      : isSimulated
        ? "the simulator has none"
        : `the vector store is ${chatqna.vectorStore}`;
  return [
    {
      path: ["exporters", "redis", "enabled"],
      message:
        `is true, and there is no Redis to measure: ${reason}. ` +
        "Name one in exporters.redis.address, or remove this.",
      involves: [["targets", "chatqna"]],
    },
  ];
}

function somethingIsProbed({
  platform,
  exporters,
  targets,
}: ParsedSettings): readonly CrossFinding[] {
  const { enabled, urls } = exporters.blackbox;
  if (platform === "process" || enabled !== true || urls.length > 0) return [];
  if (targets.chatqna !== undefined && targets.chatqna.via !== "simulator") return [];
  const reason =
    targets.chatqna === undefined ? "no deployment is named" : "the simulator has no page";
  return [
    {
      path: ["exporters", "blackbox", "enabled"],
      message:
        `is true, and there is nothing to probe: ${reason}. ` +
        "Name pages in exporters.blackbox.urls, or remove this.",
      involves: [["targets", "chatqna"]],
    },
  ];
}

/** Of a replay in containers, and of a deployment that does not exist, other checks tell what to do. */
function isUnclear(chatqna: ParsedChatQnA | undefined): boolean {
  if (chatqna === undefined) return false;
  const access = accessOf(chatqna);
  if (access.via === "replay") return true;
  return deploymentProblems(deploymentOf(chatqna), reachOf(access)).length > 0;
}
