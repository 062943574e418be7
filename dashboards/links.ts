import { type BoardUid, boardUids } from "../rules/rule";
import type { BoardContext } from "./board-context";
import type { Link } from "./kit";

/** What the boards are called in links to them. */
export const boardTitles: Readonly<Record<BoardUid, string>> = {
  "chatqna-overview": "Overview",
  "chatqna-tgi": "Text Generation Inference",
  "chatqna-vllm": "vLLM",
  "chatqna-tei": "Embedding and reranking",
  "chatqna-services": "OPEA services",
  "chatqna-vectorstore": "Vector store",
  "chatqna-host": "Host and containers",
  "chatqna-accelerators": "Accelerators",
  "chatqna-monitoring": "Monitoring itself",
};

/**
 * From the overview to each board that stands beside it, from each back to it and to a list of the
 * others. All keep the time and which Prometheus is asked. Job and instance stay behind: those of one
 * board are none of another's, and Grafana would choose the first there is.
 */
export function linksOf(uid: string, { boards }: BoardContext): readonly Link[] {
  const others = boardUids.filter(
    (other) => other !== uid && (boards === undefined || boards.includes(other)),
  );
  if (uid === "chatqna-overview") return others.map(linkTo);
  return [...others.filter((other) => other === "chatqna-overview").map(linkTo), list];
}

const common = {
  includeVars: false,
  keepTime: true,
  targetBlank: false,
  tooltip: "",
} as const;

function linkTo(uid: BoardUid): Link {
  return {
    ...common,
    type: "link",
    title: boardTitles[uid],
    icon: "dashboard",
    url: `/d/${uid}?\${datasource:queryparam}`,
    tags: [],
    asDropdown: false,
  };
}

const list: Link = {
  ...common,
  type: "dashboards",
  title: "ChatQnA boards",
  icon: "external link",
  url: "",
  tags: ["chatqna"],
  asDropdown: true,
};
