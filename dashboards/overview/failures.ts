import type { RowSource } from "../layout";
import { fixed } from "../limits";
import { table } from "../panels";
import { selected } from "../promql";
import { firing } from "./metrics";

const labels = ["alertname", "severity", "job", "instance"];
const size = { width: 12, height: 7 };

export const failures: RowSource = {
  title: "What is wrong?",
  collapsed: false,
  panels: [
    table(
      {
        title: "Alerts that fire",
        description:
          "As Prometheus judges them, with or without an Alertmanager to tell people. docs/runbooks has a page for each.",
        unit: "short",
        ...size,
      },
      {
        expr: `max by (${labels.join(", ")}) (${firing})`,
        legend: "{{alertname}}",
        mayBeEmpty: "no alert fires",
      },
      {
        idle: "No alert fires",
        columns: [
          ["alertname", "Alert"],
          ["severity", "Severity"],
          ["job", "Job"],
          ["instance", "Instance"],
        ],
      },
    ),
    table(
      {
        title: "Targets up",
        description: "Share of the replicas of each job that answer the scrape, the worst first.",
        unit: "percentunit",
        ...size,
      },
      { expr: `sort(avg by (job) (${selected("up")}))`, legend: "{{job}}" },
      {
        idle: "No target",
        columns: [
          ["job", "Job"],
          ["Value", "Up"],
        ],
        limits: fixed(1, 0.999),
      },
    ),
  ],
};
