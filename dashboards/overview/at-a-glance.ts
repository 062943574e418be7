import type { RowSource } from "../layout";
import { endToEnd, errorShare, fixed, timePerToken, timeToFirstToken } from "../limits";
import { stat } from "../panels";
import { selected } from "../promql";
import {
  answer,
  betweenTokens,
  firing,
  firstToken,
  questionsPerSecond,
  tokensPerSecond,
} from "./metrics";
import { worstShare } from "./errors";

const idle = "idle";
const size = { width: 3, height: 4 };

export const atAGlance: RowSource = {
  title: "Now",
  collapsed: false,
  panels: [
    stat(
      {
        title: "Questions",
        description:
          "Questions per second that the megaservice answered, with or without success; requests to the engine where no megaservice is watched.",
        unit: "suffix: /s",
        ...size,
      },
      questionsPerSecond,
      { idle },
    ),
    stat(
      {
        title: "First token, p99",
        description:
          "Of a hundred questions, 99 had the first token of their answer within this time. Measured by the megaservice, retrieval included, where it can (streamed answers, OPEA 1.1 and newer, below 10 s); else by the engine. TGI does not measure it: there it is the p99 of queueing and of prefill, added up.",
        unit: "s",
        ...size,
      },
      firstToken(0.99),
      { limits: timeToFirstToken, idle },
    ),
    stat(
      {
        title: "Between tokens, p99",
        description:
          "Of a hundred pauses between two tokens of an answer, 99 were not longer. Of TGI, its decode steps.",
        unit: "s",
        ...size,
      },
      betweenTokens(0.99),
      { limits: timePerToken, idle },
    ),
    stat(
      {
        title: "Whole answer, p99",
        description:
          "Of a hundred answers, the engine finished 99 within this time. Retrieval comes on top: the buckets of the megaservice, which would include it, end at 10 s.",
        unit: "s",
        ...size,
      },
      answer(0.99),
      { limits: endToEnd, idle },
    ),
    stat(
      {
        title: "Tokens",
        description: "Tokens written per second by all engines together, counted as they come.",
        unit: "suffix: tok/s",
        ...size,
      },
      tokensPerSecond,
      { idle },
    ),
    stat(
      {
        title: "Errors",
        description:
          "Share of requests that failed through no fault of the client, in the service that fails most.",
        unit: "percentunit",
        ...size,
      },
      worstShare,
      { limits: errorShare, idle },
    ),
    stat(
      {
        title: "Targets down",
        description: "Targets that do not answer the scrape: what they would tell is missing here.",
        unit: "short",
        ...size,
      },
      `count(${selected("up")} == 0) or vector(0)`,
      { limits: fixed(1) },
    ),
    stat(
      {
        title: "Alerts",
        description:
          "Alerts that fire, without the one that always does. 0 too where Prometheus has no alert rules. Works without an Alertmanager.",
        unit: "short",
        ...size,
      },
      `count(${firing}) or vector(0)`,
      { limits: fixed(1) },
    ),
  ],
};
