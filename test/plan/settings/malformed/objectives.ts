import type { MalformedSettings } from "./malformed-settings";

const percentage = (above: number, below: number) =>
  `a percentage is a number above ${above} and below ${below} with a percent sign, like "1%" or "99.5%"`;

/** Wrong objectives: values, percentiles, and times that nothing can tell apart. */
export const malformedObjectives: readonly MalformedSettings[] = [
  {
    title: "a ratio without a percent sign",
    settings: "@:objectives: { errors: { ratio: 1 } }",
    problems: [["@:objectives.errors.ratio", `is 1; ${percentage(0, 20)}. Did you mean 1%?`]],
  },
  {
    title: "an availability as a share of one",
    settings: "@:objectives: { availability: 0.995 }",
    problems: [
      ["@:objectives.availability", `is 0.995; ${percentage(80, 100)}. Did you mean 99.5%?`],
    ],
  },
  {
    title: "an availability that nobody has",
    settings: "@:objectives: { availability: 100% }",
    problems: [["@:objectives.availability", `is "100%"; ${percentage(80, 100)}.`]],
  },
  {
    title: "a ratio of nothing",
    settings: "@:objectives: { errors: { ratio: 0% } }",
    problems: [["@:objectives.errors.ratio", `is "0%"; ${percentage(0, 20)}.`]],
  },
  {
    title: "a preset that is none",
    settings: "@:objectives: { preset: chats }",
    problems: [
      [
        "@:objectives.preset",
        'is "chats"; allowed are mlperf-server, mlperf-interactive, chat, rag and batch. Did you mean chat?',
      ],
    ],
  },
  {
    title: "two percentiles",
    settings: "@:objectives: { endToEnd: { p95: 10s, p99: 15s } }",
    problems: [
      [
        "@:objectives.endToEnd",
        "is an objective that states p95 and p99; one of them is judged. Write one, like p99: 2s.",
      ],
    ],
  },
  {
    title: "no percentile",
    settings: "@:objectives: { timeToFirstToken: {} }",
    problems: [
      [
        "@:objectives.timeToFirstToken",
        "is an objective that states none of p90, p95 and p99; one of them is judged. Write one, like p99: 2s.",
      ],
    ],
  },
  {
    title: "a percentile that is not judged",
    settings: "@:objectives: { timeToFirstToken: { p50: 1s } }",
    problems: [["@:objectives.timeToFirstToken.p50", "is not a setting. Did you mean p90?"]],
  },
  {
    title: "a window of hours",
    settings: "@:objectives: { window: 12h }",
    problems: [
      [
        "@:objectives.window",
        "is 12h; a window is from 1d to 90d. Shorter, a single bad hour is all of it; longer, nobody acts on it.",
      ],
    ],
  },
  {
    title: "a time above the last bucket, and no engine that could tell",
    settings:
      "@:targets: { chatqna: { via: host, engine: remote } }\n@:objectives: { endToEnd: { p95: 15s } }",
    problems: [
      [
        "@:objectives.endToEnd.p95",
        "is 15s, which no alert can watch here: no time above that can be told from another (megaservice_request_latency ends at 10 s), so that an alert could never fire. Remove it, or change it.",
      ],
    ],
  },
  {
    title: "a time that nothing measures",
    settings:
      '@:targets: { static: [{ job: qdrant, address: "localhost:6333" }] }\n@:objectives: { interTokenLatency: { p99: 100ms } }',
    problems: [
      [
        "@:objectives.interTokenLatency.p99",
        "is 100ms, which no alert can watch here: nothing that is scraped measures it. Remove it, or change it.",
      ],
    ],
  },
];
