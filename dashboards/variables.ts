import type { Variable } from "./kit";
import { datasource } from "./panel-source";

/** Which Prometheus is asked. */
export function datasourceVariable(): Variable {
  return {
    type: "datasource",
    name: "datasource",
    label: "Data source",
    description: "The Prometheus that scrapes the deployment.",
    query: "prometheus",
  };
}

/**
 * The jobs whose server exports the metric, or any of several. A server that exports nothing before
 * its first request is known by its job's name until then.
 * @param jobs the names, as a regular expression
 */
export function jobVariable(metric: string | readonly string[], jobs: string): Variable {
  const metrics = typeof metric === "string" ? [metric] : metric;
  const query = `query_result(group by (job) (${[...metrics, `up{job=~"${jobs}"}`].join(" or ")}))`;
  return { ...choice("job", "Job", "The scrape job.", query), regex: '/job="([^"]+)"/' };
}

/** The targets of the chosen jobs, also those that are down. */
export function instanceVariable(): Variable {
  const query = 'label_values(up{job=~"$job"}, instance)';
  const description = "The replica: host and port as Prometheus scrapes it.";
  return choice("instance", "Instance", description, query);
}

/** All scrape jobs there are. */
export function everyJobVariable(): Variable {
  return choice("job", "Job", "The scrape job.", "label_values(up, job)");
}

/**
 * Job and instance of a board for a whole deployment. All of them is whatever has neither, too: an
 * alert on the chat, a rate recorded over all replicas.
 */
export function wholeStackVariables(): readonly Variable[] {
  return [everyJobVariable(), instanceVariable()].map((variable) => ({
    ...variable,
    allValue: ".*",
  }));
}

/** The Prometheus servers, on a board whose job and instance are those of the targets. */
export function prometheusVariables(): readonly Variable[] {
  return [
    choice(
      "prometheus_job",
      "Prometheus job",
      "The scrape job of Prometheus itself.",
      "label_values(prometheus_build_info, job)",
    ),
    choice(
      "prometheus_instance",
      "Prometheus server",
      "Host and port as Prometheus scrapes itself.",
      'label_values(prometheus_build_info{job=~"$prometheus_job"}, instance)',
    ),
  ];
}

/** Several at once, all of them unless somebody chooses, kept up with what the time range holds. */
function choice(name: string, label: string, description: string, query: string): Variable {
  return {
    type: "query",
    name,
    label,
    description,
    datasource,
    definition: query,
    query: { qryType: query.startsWith("label_values") ? 1 : 3, query, refId: "VariableQuery" },
    multi: true,
    includeAll: true,
    current: { selected: true, text: ["All"], value: ["$__all"] },
    refresh: 2,
    sort: 1,
  };
}
