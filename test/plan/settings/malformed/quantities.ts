import type { MalformedSettings } from "./malformed-settings";

/** Wrong durations and sizes of `prometheus`, alone and together. */
export const malformedQuantities: readonly MalformedSettings[] = [
  {
    title: "a key like no other",
    settings: "@:prometheus: { retention: { days: 5 } }",
    problems: [["@:prometheus.retention.days", "is not a setting; allowed are time and size."]],
  },
  {
    title: "a duration with a space",
    settings: '@:prometheus: { scrapeInterval: "5 s" }',
    problems: [
      [
        "@:prometheus.scrapeInterval",
        'is "5 s"; a duration is a number above 0 with a unit (ms, s, m, h, d, w, y), like "15s" or "1h30m". Did you mean 5s?',
      ],
    ],
  },
  {
    title: "a duration without a unit",
    settings: '@:prometheus: { scrapeInterval: "5" }',
    problems: [
      [
        "@:prometheus.scrapeInterval",
        'is "5"; a duration is a number above 0 with a unit (ms, s, m, h, d, w, y), like "15s" or "1h30m". Did you mean 5s?',
      ],
    ],
  },
  {
    title: "a number for a duration",
    settings: "@:prometheus: { scrapeInterval: 5 }",
    problems: [
      [
        "@:prometheus.scrapeInterval",
        'is 5; a duration is a number above 0 with a unit (ms, s, m, h, d, w, y), like "15s" or "1h30m". Did you mean 5s?',
      ],
    ],
  },
  {
    title: "a duration in words",
    settings: "@:prometheus: { retention: { time: 30 days } }",
    problems: [
      [
        "@:prometheus.retention.time",
        'is "30 days"; a duration is a number above 0 with a unit (ms, s, m, h, d, w, y), like "15s" or "1h30m". Did you mean 30d?',
      ],
    ],
  },
  {
    title: "a duration in months",
    settings: "@:prometheus: { retention: { time: 3mo } }",
    problems: [
      [
        "@:prometheus.retention.time",
        'is "3mo"; a duration is a number above 0 with a unit (ms, s, m, h, d, w, y), like "15s" or "1h30m".',
      ],
    ],
  },
  {
    title: "a duration of nothing",
    settings: "@:prometheus: { scrapeInterval: 0s }",
    problems: [
      [
        "@:prometheus.scrapeInterval",
        'is "0s"; a duration is a number above 0 with a unit (ms, s, m, h, d, w, y), like "15s" or "1h30m".',
      ],
    ],
  },
  {
    title: "a fraction of a minute",
    settings: "@:prometheus: { scrapeInterval: 1.5m }",
    problems: [
      [
        "@:prometheus.scrapeInterval",
        'is "1.5m"; a duration is a number above 0 with a unit (ms, s, m, h, d, w, y), like "15s" or "1h30m".',
      ],
    ],
  },
  {
    title: "units in the wrong order",
    settings: "@:prometheus: { scrapeInterval: 30s1m }",
    problems: [
      [
        "@:prometheus.scrapeInterval",
        'is "30s1m"; a duration is a number above 0 with a unit (ms, s, m, h, d, w, y), like "15s" or "1h30m".',
      ],
    ],
  },
  {
    title: "a size as Kubernetes writes it",
    settings: "@:prometheus: { memoryLimit: 512Mi }",
    problems: [
      [
        "@:prometheus.memoryLimit",
        'is "512Mi"; a size is a number above 0 with a unit (KB, MB, GB, TB, of 1024 each), like "512MB". Did you mean 512MiB?',
      ],
    ],
  },
  {
    title: "a size in small letters",
    settings: "@:prometheus: { memoryLimit: 2 gb }",
    problems: [
      [
        "@:prometheus.memoryLimit",
        'is "2 gb"; a size is a number above 0 with a unit (KB, MB, GB, TB, of 1024 each), like "512MB". Did you mean 2GB?',
      ],
    ],
  },
  {
    title: "a size without a unit",
    settings: "@:prometheus: { volumeSize: 4000000000 }",
    problems: [
      [
        "@:prometheus.volumeSize",
        'is 4000000000; a size is a number above 0 with a unit (KB, MB, GB, TB, of 1024 each), like "512MB".',
      ],
    ],
  },
  {
    title: "a timeout longer than the interval",
    settings: "@:prometheus: { scrapeInterval: 5s, scrapeTimeout: 10s }",
    problems: [
      [
        "@:prometheus.scrapeTimeout",
        "is 10s, longer than prometheus.scrapeInterval (5s), which Prometheus refuses. Use at most 5s.",
      ],
    ],
  },
  {
    title: "rules more often than scrapes",
    settings: "@:prometheus: { scrapeInterval: 1m, evaluationInterval: 30s }",
    problems: [
      [
        "@:prometheus.evaluationInterval",
        "is 30s, shorter than prometheus.scrapeInterval (1m): rules would read the same samples again. Use at least 1m.",
      ],
    ],
  },
  {
    title: "more retention than volume",
    settings: "@:prometheus: { retention: { size: 10GB }, volumeSize: 10GiB }",
    problems: [
      [
        "@:prometheus.retention.size",
        "is 10GB, more than 80 % of prometheus.volumeSize (10GiB): the rest is for the write-ahead log and compaction. Use at most 8GiB, or a larger volume.",
      ],
    ],
  },
];
