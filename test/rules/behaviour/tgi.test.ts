import { describe, it } from "node:test";
import { type Episode, actsOf, checkEpisodes } from "./episodes";
import { xeonObjectives } from "./history";
import { firingsIn, unlessTools } from "./past";

const episodes: readonly Episode[] = [
  {
    scenario: "engine-down",
    minutes: 15,
    quietMinutes: 60,
    fires: [
      "TargetDown tgi critical",
      "ChatUnavailable critical",
      "ChatUnavailable warning",
      "RequestsFailing chatqna-backend-server critical",
      "RequestsFailing chatqna-backend-server warning",
    ],
  },
  {
    // TGI lets 128 in and refuses the others: a short queue, and errors.
    scenario: "overload",
    minutes: 15,
    quietMinutes: 60,
    fires: [
      "TgiQueueSaturated tgi warning",
      "TgiRejecting tgi warning",
      "RequestsFailing tgi critical",
      "RequestsFailing tgi warning",
      "FirstTokenSlow chatqna-backend-server critical",
      "FirstTokenSlow chatqna-backend-server warning",
      "AnswersSlow tgi warning",
    ],
  },
  {
    scenario: "errors",
    minutes: 60,
    quietMinutes: 45,
    fires: [
      "TgiShardFailing tgi critical",
      "TeiRejecting tei-embedding warning",
      "TeiRejecting tei-reranking warning",
      "RequestsFailing tgi critical",
      "RequestsFailing chatqna-backend-server critical",
      "RequestsFailing chatqna-backend-server warning",
    ],
  },
];

describe("alerts on a simulated ChatQnA with TGI", { skip: unlessTools }, () => {
  it("tell of an engine that is down, of an overload and of errors, of nothing else, and end", async () => {
    const watched = { engine: "tgi", hardware: "xeon", objectives: xeonObjectives } as const;
    checkEpisodes(episodes, await firingsIn(actsOf(episodes), watched));
  });
});
