import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { told } from "./episodes";
import type { Watched } from "./history";
import { firingsIn, unlessTools } from "./past";

/** Minutes of one processor for each. */
const unlessAsked =
  process.env["CHATQNA_MONITORING_TEST_DAYS"] === undefined &&
  "takes minutes for each day: CHATQNA_MONITORING_TEST_DAYS=1 npm test -- rules/behaviour/days";

describe("days of a simulated ChatQnA, with the default objectives", () => {
  const days: readonly (Watched & { readonly scenario: "steady" | "day" })[] = [
    { engine: "vllm", hardware: "gaudi", objectives: {}, scenario: "steady" },
    { engine: "tgi", hardware: "gaudi", objectives: {}, scenario: "day" },
  ];
  for (const { scenario, ...watched } of days) {
    it(
      `scenario ${scenario} for 24 hours, ${watched.engine} on ${watched.hardware}: nothing fires`,
      { skip: unlessTools || unlessAsked },
      async () => {
        const firings = await firingsIn([{ scenario, seconds: 86_400 }], watched);
        assert.deepEqual(told(firings), []);
      },
    );
  }
});
