import type { RowSource } from "../layout";
import { fixed } from "../limits";
import { stat } from "../panels";
import { selected } from "../promql";
import { bytesOnDisk, ofPrometheus, rateOfPrometheus } from "./metrics";

/** The first one is one too many. */
const oneIsTooMany = fixed(1e-9);

export const atAGlance: RowSource = {
  title: "At a glance",
  collapsed: false,
  panels: [
    stat(
      {
        title: "Targets down",
        description:
          "Targets that do not answer the scrape. What they would tell is missing on all boards.",
        unit: "short",
        width: 4,
      },
      `count(${selected("up")} == 0) or vector(0)`,
      { limits: fixed(1) },
    ),
    stat(
      {
        title: "Series",
        description:
          "Series that are being written: what Prometheus' memory follows, at some kilobytes each.",
        unit: "short",
        width: 4,
      },
      `sum(${ofPrometheus("prometheus_tsdb_head_series")})`,
    ),
    stat(
      {
        title: "Samples",
        description: "Samples written per second.",
        unit: "suffix: /s",
        width: 4,
      },
      `sum(${rateOfPrometheus("prometheus_tsdb_head_samples_appended_total")})`,
    ),
    stat(
      {
        title: "On disk",
        description: "What Prometheus keeps: blocks and log.",
        unit: "bytes",
        width: 4,
      },
      `sum(${bytesOnDisk})`,
    ),
    stat(
      {
        title: "Failed rules",
        description:
          "Evaluations of recording rules and alerts that failed, per second. An alert that cannot be evaluated does not fire.",
        unit: "ops",
        width: 4,
      },
      `sum(${rateOfPrometheus("prometheus_rule_evaluation_failures_total")}) or vector(0)`,
      { limits: oneIsTooMany },
    ),
    stat(
      {
        title: "Servers with a bad configuration",
        description:
          "Prometheus servers whose last reload failed: they go on with the configuration before.",
        unit: "short",
        width: 4,
      },
      `count(${ofPrometheus("prometheus_config_last_reload_successful")} == 0) or vector(0)`,
      { limits: fixed(1) },
    ),
  ],
};
