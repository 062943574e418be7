import { acceleratorsBoard } from "../../dashboards/accelerators";
import type { BoardSource } from "../../dashboards/board";
import { hostBoard } from "../../dashboards/host";
import { monitoringBoard } from "../../dashboards/monitoring";
import { overviewBoard } from "../../dashboards/overview";
import { servicesBoard } from "../../dashboards/services";
import { teiBoard } from "../../dashboards/tei";
import { tgiBoard } from "../../dashboards/tgi";
import { vectorstoreBoard } from "../../dashboards/vectorstore";
import { vllmBoard } from "../../dashboards/vllm";
import type { Component, Target } from "../targets/target";

/** A board of ours, made for the stacks that have what it draws. */
export interface OwnBoard {
  readonly source: BoardSource;
  readonly fits: (targets: readonly Target[]) => boolean;
}

export const ownBoards: readonly OwnBoard[] = [
  {
    source: overviewBoard,
    fits: (targets) => plays("megaservice", "llm")(withoutProbes(targets)),
  },
  // The guardrails' own model server is `tgi-guardrails` or `vllm-guardrails`.
  { source: tgiBoard, fits: scraped(/^tgi(-|$)/) },
  { source: vllmBoard, fits: scraped(/^vllm(-|$)/) },
  { source: teiBoard, fits: scraped(/^tei-/) },
  {
    source: servicesBoard,
    fits: (targets) =>
      plays("megaservice", "retriever", "dataprep")(withoutProbes(targets)) ||
      scraped(/^(guardrails|llm-faqgen|llm-textgen)$/)(targets),
  },
  {
    source: vectorstoreBoard,
    fits: scraped(/^(prometheus-redis-exporter|qdrant|milvus)$/),
  },
  { source: hostBoard, fits: plays("host") },
  { source: acceleratorsBoard, fits: plays("accelerator") },
  // Prometheus scrapes itself in every stack, and what it scrapes is told of any target.
  {
    source: monitoringBoard,
    fits: (targets) => targets.length > 0,
  },
];

function scraped(job: RegExp): OwnBoard["fits"] {
  return (targets) => targets.some((target) => job.test(target.job));
}

/** A page that is probed counts no requests. */
function withoutProbes(targets: readonly Target[]): readonly Target[] {
  return targets.filter(({ job }) => job !== "prometheus-blackbox-exporter");
}

function plays(...components: readonly Component[]): OwnBoard["fits"] {
  return (targets) => targets.some(({ component }) => components.includes(component));
}

/** A board without series would be a page of "No data". */
export function boardsFor(targets: readonly Target[]): readonly OwnBoard[] {
  return ownBoards.filter(({ fits }) => fits(targets));
}
