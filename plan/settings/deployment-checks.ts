import { isIPv6 } from "node:net";
import { softwareOf } from "../../simulator/deployment/service-config";
import { servicesOf } from "../targets/catalogue";
import { type ServiceName, serviceNames } from "../targets/deployment";
import { deploymentProblems } from "../targets/deployment-problems";
import { reachOf } from "../targets/planned-targets";
import { splitAddress } from "./address";
import { accessOf, deploymentOf } from "./complete-settings";
import type { CrossFinding } from "./finding";
import { listed } from "./nearest";
import type { ParsedSettings } from "./schema";
import { type ParsedChatQnA, keysOfAccess } from "./targets-schema";

type Check = (chatqna: ParsedChatQnA, settings: ParsedSettings) => readonly CrossFinding[];

const path = ["targets", "chatqna"];

const checks: readonly Check[] = [
  keysFitAccess,
  platformReachesIt,
  deploymentExists,
  overriddenServicesExist,
  standInListensThere,
  llmCanBeSimulated,
];

export const deploymentChecks = [
  (settings: ParsedSettings): readonly CrossFinding[] => {
    const { chatqna } = settings.targets;
    return chatqna === undefined ? [] : checks.flatMap((check) => check(chatqna, settings));
  },
];

function keysFitAccess(chatqna: ParsedChatQnA): readonly CrossFinding[] {
  const { via } = chatqna;
  const set = new Set(
    Object.entries(chatqna).flatMap(([key, value]) => (value === undefined ? [] : [key])),
  );
  return Object.entries(keysOfAccess)
    .filter(([key, ways]) => set.has(key) && !ways.includes(via))
    .map(([key, ways]) => ({
      path: [...path, key],
      message: `means nothing with via: ${via}; it is for via: ${listed(ways, "or")}. Remove it, or change via.`,
      involves: [[...path, "via"]],
    }));
}

/** The names of a network mean nothing to who is outside of it. */
function platformReachesIt({ via }: ParsedChatQnA, { platform }: ParsedSettings) {
  if (via === "simulator" || via === "replay" || via === "host") return [];
  if (via === "compose" ? platform === "docker" : platform === "kubernetes") return [];
  const where = via === "compose" ? "the compose network" : "the cluster";
  return [
    {
      path: [...path, "via"],
      message: `is "${via}", whose names are known inside ${where} only, and platform ${platform} is outside. Use via: host, or name the addresses under targets.static.`,
      involves: [["platform"]],
    },
  ];
}

function deploymentExists(chatqna: ParsedChatQnA): readonly CrossFinding[] {
  return deploymentProblems(deploymentOf(chatqna), reachOf(accessOf(chatqna))).map(
    ({ key, found, message, allowed }) => ({
      path: [...path, key],
      message: `is ${found}. ${message}${allowed.length === 0 ? "" : ` Possible here: ${listed(allowed, "or")}.`}`,
      involves: [path],
    }),
  );
}

function overriddenServicesExist(chatqna: ParsedChatQnA): readonly CrossFinding[] {
  if (deploymentExists(chatqna).length > 0) return [];
  const services = servicesOf(deploymentOf(chatqna), reachOf(accessOf(chatqna)));
  const measured: readonly string[] = services.flatMap(({ metrics, name }) =>
    metrics ? [name] : [],
  );
  const present: readonly string[] = services.map(({ name }) => name);
  return overridden(chatqna)
    .filter((name) => !measured.includes(name))
    .map((name) => ({
      path: [...path, "services", name],
      message: present.includes(name)
        ? `has no /metrics in this deployment. Scrape an exporter of it with targets.static, and remove this.`
        : `is not in this deployment, which has ${listed(measured)} to scrape. Remove it.`,
      involves: [path],
    }));
}

/** An address moves the port on which a service is played; the host is that of the stand-in. */
function standInListensThere(chatqna: ParsedChatQnA): readonly CrossFinding[] {
  const { via } = chatqna;
  const reach = reachOf(accessOf(chatqna));
  if ((via !== "simulator" && via !== "replay") || reach.via !== "host") return [];
  const host = isIPv6(reach.host) ? `[${reach.host}]` : reach.host;
  return overridden(chatqna).flatMap((name) => {
    const address = chatqna.services[name]?.address;
    if (address === undefined || splitAddress(address).host === host) return [];
    return [
      {
        path: [...path, "services", name, "address"],
        message: `is "${address}"; with via: ${via} every service is played on ${host}. Write ${host}:PORT, or change via.`,
        involves: [[...path, "via"]],
      },
    ];
  });
}

function llmCanBeSimulated(chatqna: ParsedChatQnA): readonly CrossFinding[] {
  if (chatqna.via !== "simulator") return [];
  const { engine } = deploymentOf(chatqna);
  const known: readonly string[] = softwareOf.llm;
  if (known.includes(engine)) return [];
  return [
    {
      path: [...path, "engine"],
      message: `is ${engine}, which the simulator has no model of; it has ${listed(known)}. Choose one of them, or change via.`,
      involves: [path],
    },
  ];
}

function overridden(chatqna: ParsedChatQnA): readonly ServiceName[] {
  return serviceNames.filter((name) => chatqna.services[name] !== undefined);
}
