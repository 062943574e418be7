import { describe, it } from "node:test";
import { type Episode, actsOf, checkEpisodes } from "./episodes";
import { xeonObjectives } from "./history";
import { firingsIn, unlessTools } from "./past";

const episodes: readonly Episode[] = [
  {
    // vLLM's queue has no end: it takes twice as long to work off as it took to fill.
    scenario: "overload",
    minutes: 15,
    quietMinutes: 80,
    fires: [
      "VllmQueueSaturated vllm warning",
      "VllmQueueSaturated vllm critical",
      "FirstTokenSlow vllm critical",
      "FirstTokenSlow vllm warning",
      "TokensSlow vllm critical",
      "TokensSlow vllm warning",
      "AnswersSlow vllm critical",
      "AnswersSlow vllm warning",
    ],
  },
  {
    scenario: "slow-retriever",
    minutes: 20,
    quietMinutes: 30,
    fires: ["RetrieverSlow retriever warning"],
  },
];

describe("alerts on a simulated ChatQnA with vLLM", { skip: unlessTools }, () => {
  it("tell of an overload and of a slow retriever, of nothing else, and end", async () => {
    const watched = { engine: "vllm", hardware: "xeon", objectives: xeonObjectives } as const;
    checkEpisodes(episodes, await firingsIn(actsOf(episodes), watched));
  });
});
