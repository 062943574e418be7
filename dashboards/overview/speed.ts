import type { RowSource } from "../layout";
import { endToEnd, timePerToken, timeToFirstToken } from "../limits";
import type { Limits } from "../limits";
import type { PanelSource, PanelText, Query } from "../panel-source";
import { graph } from "../panels";
import { answer, betweenTokens, firstToken, meanQuestion } from "./metrics";
import { stages, unaccounted } from "./stages";

const size = { width: 6, height: 7 };

export const speed: RowSource = {
  title: "Is it fast? Where does the time go?",
  collapsed: false,
  panels: [
    quantilesOf(
      {
        title: "Time to first token",
        description:
          "From a question to the first token of its answer, measured as in the number at the top.",
      },
      firstToken,
      timeToFirstToken,
    ),
    quantilesOf(
      {
        title: "Time between tokens",
        description: "The pause between two tokens of one answer. Of TGI, its decode steps.",
      },
      betweenTokens,
      timePerToken,
    ),
    quantilesOf(
      {
        title: "Whole answer",
        description:
          "Quantiles: the engine's time for an answer, counted when it ends. Mean: a question at the megaservice, retrieval included, streamed or not, failures too.",
      },
      answer,
      endToEnd,
      [
        {
          expr: meanQuestion,
          legend: "mean",
        },
      ],
    ),
    graph(
      {
        title: "Where the time goes",
        description:
          "Mean time of each stage of a question, added up; of means, as quantiles do not add up. A mean is over all that asked the service: adding documents embeds too, and a client of the engine alone counts. Unaccounted is what is left of the mean question: the megaservice itself, wrappers of OPEA 1.0, the network, services that nobody scrapes. It stays at 0 where the stages say more than the whole. TGI's first token is estimated (checking, queue, prefill).",
        unit: "s",
        ...size,
      },
      [...stages, unaccounted].map(({ name, mean, mayBeEmpty }) => ({
        expr: mean,
        legend: name,
        ...(mayBeEmpty !== undefined && { mayBeEmpty }),
      })),
      { isStacked: true },
    ),
  ],
};

function quantilesOf(
  text: Pick<PanelText, "title" | "description">,
  expr: (q: number) => string,
  limits: Limits,
  more: readonly Query[] = [],
): PanelSource {
  const quantiles = [0.5, 0.9, 0.99].map((q) => ({ expr: expr(q), legend: `p${q * 100}` }));
  return graph({ ...text, ...size, unit: "s" }, [...quantiles, ...more], { limits, idle: "idle" });
}
