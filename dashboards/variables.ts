import type * as cog from "@grafana/grafana-foundation-sdk/cog";
import type { VariableModel } from "@grafana/grafana-foundation-sdk/dashboard";
import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { datasource } from "./panels";

/** Which Prometheus is asked. */
export function datasourceVariable(): cog.Builder<VariableModel> {
  return new DatasourceVariableBuilder("datasource")
    .label("Prometheus")
    .description("The Prometheus that scrapes the deployment.")
    .type("prometheus");
}

/**
 * The jobs whose server exports the metric, or any of several. A server that exports nothing before
 * its first request is known by its job's name until then.
 * @param jobs the names, as a regular expression
 */
export function jobVariable(
  metric: string | readonly string[],
  jobs: string,
): cog.Builder<VariableModel> {
  const metrics = typeof metric === "string" ? [metric] : metric;
  const query = `query_result(group by (job) (${[...metrics, `up{job=~"${jobs}"}`].join(" or ")}))`;
  return choice("job", query).label("Job").description("The scrape job.").regex('/job="([^"]+)"/');
}

/** The targets of the chosen jobs, also those that are down. */
export function instanceVariable(): cog.Builder<VariableModel> {
  return choice("instance", 'label_values(up{job=~"$job"}, instance)')
    .label("Instance")
    .description("The replica: host and port as Prometheus scrapes it.");
}

/** All scrape jobs there are. */
export function everyJobVariable(): cog.Builder<VariableModel> {
  return choice("job", "label_values(up, job)").label("Job").description("The scrape job.");
}

/** The Prometheus servers, on a board whose job and instance are those of the targets. */
export function prometheusVariables(): readonly cog.Builder<VariableModel>[] {
  return [
    choice("prometheus_job", "label_values(prometheus_build_info, job)")
      .label("Prometheus job")
      .description("The scrape job of Prometheus itself."),
    choice(
      "prometheus_instance",
      'label_values(prometheus_build_info{job=~"$prometheus_job"}, instance)',
    )
      .label("Prometheus server")
      .description("Host and port as Prometheus scrapes itself."),
  ];
}

/** Several at once, all of them unless somebody chooses, kept up with what the time range holds. */
function choice(name: string, query: string): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .datasource(datasource)
    .definition(query)
    .query({ qryType: query.startsWith("label_values") ? 1 : 3, query, refId: "VariableQuery" })
    .multi(true)
    .includeAll(true)
    .current({ selected: true, text: ["All"], value: ["$__all"] })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc);
}
