import type { RowSource } from "../layout";
import { graph } from "../panels";
import { selected } from "../promql";

export const scrapes: RowSource = {
  title: "Scrapes",
  collapsed: false,
  panels: [
    graph(
      {
        title: "Targets up by job",
        description: "Share of the targets of a job that answer the scrape. Good is 100 %.",
        unit: "percentunit",
        width: 12,
      },
      [{ expr: `avg by (job) (${selected("up")})`, legend: "{{job}}" }],
      { max: 1 },
    ),
    graph(
      {
        title: "Slowest scrape by job",
        description:
          "Time of the slowest scrape. At the scrape timeout it fails, and the target counts as down. A server that is slow to answer this is busy.",
        unit: "s",
        width: 12,
      },
      [
        {
          expr: `max by (job) (${selected("scrape_duration_seconds")})`,
          legend: "{{job}}",
        },
      ],
    ),
    graph(
      {
        title: "Samples by job",
        description:
          "Samples that one scrape of all targets of a job brings, after dropping what no board reads. 0 of a target that is up is a server before its first request.",
        unit: "short",
        width: 12,
      },
      [
        {
          expr: `sum by (job) (${selected("scrape_samples_post_metric_relabeling")})`,
          legend: "{{job}}",
        },
      ],
    ),
    graph(
      {
        title: "New series by job",
        description:
          "Series that a scrape brought for the first time. A restart brings all of them; steady ones are a label with ever new values.",
        unit: "short",
        width: 12,
      },
      [{ expr: `sum by (job) (${selected("scrape_series_added")})`, legend: "{{job}}" }],
    ),
  ],
};
