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
 * The jobs whose server exports the metric. A server that exports nothing before its first request
 * is known by its job's name until then.
 */
export function jobVariable(metric: string, jobs: string): cog.Builder<VariableModel> {
  const query = `query_result(group by (job) (${metric} or up{job=~"${jobs}"}))`;
  return choice("job", query).label("Job").description("The scrape job.").regex('/job="([^"]+)"/');
}

/** The targets of the chosen jobs, also those that are down. */
export function instanceVariable(): cog.Builder<VariableModel> {
  return choice("instance", 'label_values(up{job=~"$job"}, instance)')
    .label("Instance")
    .description("The replica: host and port as Prometheus scrapes it.");
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
