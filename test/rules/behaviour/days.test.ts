import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Episode, actsOf, checkEpisodes, told } from "./episodes";
import { type Watched, xeonObjectives } from "./history";
import { firingsIn, unlessTools } from "./past";

/** Minutes of one processor for each. */
const unlessAsked =
  process.env["CHATQNA_MONITORING_TEST_DAYS"] === undefined &&
  "takes minutes for each day: CHATQNA_MONITORING_TEST_DAYS=1 npm test -- rules/behaviour/days";

const skip = unlessTools || unlessAsked;

describe("days of a simulated ChatQnA, with the default objectives", () => {
  const days: readonly (Watched & { readonly scenario: "steady" | "day" })[] = [
    { engine: "vllm", hardware: "gaudi", objectives: {}, scenario: "steady" },
    { engine: "tgi", hardware: "gaudi", objectives: {}, scenario: "day" },
  ];
  for (const { scenario, ...watched } of days) {
    it(
      `scenario ${scenario} for 24 hours, ${watched.engine} on ${watched.hardware}: nothing fires`,
      { skip },
      async () => {
        const firings = await firingsIn([{ scenario, seconds: 86_400 }], watched);
        assert.deepEqual(told(firings), []);
      },
    );
  }
});

/** Long enough for a budget of a day to notice, and too short for one of three. */
const episodes: readonly Episode[] = [
  {
    scenario: "errors",
    minutes: 240,
    quietMinutes: 180,
    fires: [
      "TeiRejecting tei-embedding warning",
      "TeiRejecting tei-reranking warning",
      "RequestsFailing chatqna-backend-server critical",
      "RequestsFailing chatqna-backend-server warning",
    ],
  },
];

describe("three good days and four hours of errors", () => {
  it("make a page and a ticket, and all of it is over three hours later", { skip }, async () => {
    const watched = { engine: "vllm", hardware: "xeon", objectives: xeonObjectives } as const;
    const minutesBefore = 3 * 24 * 60;
    const firings = await firingsIn(actsOf(episodes, minutesBefore), watched);
    checkEpisodes(episodes, firings, minutesBefore);
    const end = Math.max(...firings.map(({ to }) => to));
    assert.deepEqual(
      told(firings).filter(({ to }) => to === end),
      [],
    );
  });
});
