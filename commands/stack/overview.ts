import type { StackOutputs } from "./outputs";
import type { PrometheusApi, ScrapedTarget } from "./prometheus-api";
import { formatTable } from "./table";

export interface Overview {
  readonly stack: string;
  readonly outputs: StackOutputs;
  readonly prometheus: PrometheusApi;
  readonly targets: readonly ScrapedTarget[];
}

/** The table at the end of `npm start`. Shows no URL that does not answer. */
export async function printOverview(overview: Overview): Promise<void> {
  const { stack, outputs, prometheus, targets } = overview;
  const pages = await existingPages(prometheus);
  const rules = await prometheus.ruleCount();
  const up = targets.filter(({ health }) => health === "up").length;
  const rows = [
    ["service", "url", "state"],
    [
      "prometheus",
      outputs.prometheusUrl,
      `up, ${up} of ${targets.length} targets up, ${rules} rules`,
    ],
    ...serverRows("alertmanager", outputs.alertmanagerUrl),
    ...serverRows("grafana", outputs.grafanaUrl),
    ...boardRows(outputs),
    ...targets.map(({ job, url, health, lastError }) => [
      job,
      url,
      health === "down" ? `down: ${lastError}` : health,
    ]),
  ];
  process.stdout.write(`\nStack ${stack}\n\n${formatTable(rows)}\n`);
  for (const note of outputs.notes) process.stdout.write(`${note}\n`);
  for (const page of pages) process.stdout.write(`Targets in the browser: ${page}\n`);
  process.stdout.write(`Targets here:   npm run targets\nTake it away:   npm run destroy\n`);
}

/** An `up` ends well only where they answer. */
function serverRows(name: string, url: string | undefined): readonly (readonly string[])[] {
  return url === undefined ? [] : [[name, url, "up"]];
}

function boardRows({ grafanaUrl, dashboards = [] }: StackOutputs): readonly (readonly string[])[] {
  if (grafanaUrl === undefined) return [];
  return dashboards.map(({ uid, title }) => ["dashboard", `${grafanaUrl}/d/${uid}`, title]);
}

/** Prometheus 2.x, 3.x and Debian's build have different pages, a plain Go build has none. */
async function existingPages(prometheus: PrometheusApi): Promise<readonly string[]> {
  for (const path of ["/targets", "/classic/targets"]) {
    if (await prometheus.hasPage(path)) return [prometheus.urlOf(path)];
  }
  return [];
}
