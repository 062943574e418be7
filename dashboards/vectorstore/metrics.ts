import { rate, selected, sumBy, sumOfRates } from "../promql";

/** One of them is deployed. Where all are asked at once, `or` takes the one that answers. */
export function whichever(...expressions: readonly string[]): string {
  return expressions.map((expr) => `(${expr})`).join(" or ");
}

const redisCalls = "redis_commands_total";
const redisTime = "redis_commands_duration_seconds_total";
const qdrantTime = "rest_responses_duration_seconds";
const milvusTime = "milvus_proxy_req_latency";
const asked = 'status="total"';

/** What the exporter itself asks Redis is no work. */
const work =
  'cmd!~"info|ping|config.*|client.*|slowlog.*|latency.*|module.*|command.*|ft._list|FT._LIST|ft.info|FT.INFO"';

export const operations = whichever(
  sumOfRates(redisCalls, work),
  sumOfRates("rest_responses_total"),
  sumOfRates("milvus_proxy_req_count", asked),
);

export const operationsByName = whichever(
  sumBy(["cmd"], rate(redisCalls, work)),
  sumBy(["endpoint", "method"], rate("rest_responses_total")),
  sumBy(["function_name"], rate("milvus_proxy_req_count", asked)),
);

const perSecond = (sum: string, count: string) => `${sum} / (${count} > 0)`;

/** Qdrant before 1.17 may tell a mean since its start only. */
export const meanTime = whichever(
  perSecond(sumOfRates(redisTime, work), sumOfRates(redisCalls, work)),
  perSecond(sumOfRates(`${qdrantTime}_sum`), sumOfRates(`${qdrantTime}_count`)),
  `${perSecond(sumOfRates(`${milvusTime}_sum`), sumOfRates(`${milvusTime}_count`))} / 1000`,
);

export const meanTimeByName = whichever(
  perSecond(sumBy(["cmd"], rate(redisTime, work)), sumBy(["cmd"], rate(redisCalls, work))),
  perSecond(
    sumBy(["endpoint", "method"], rate(`${qdrantTime}_sum`)),
    sumBy(["endpoint", "method"], rate(`${qdrantTime}_count`)),
  ),
  `${perSecond(
    sumBy(["function_name"], rate(`${milvusTime}_sum`)),
    sumBy(["function_name"], rate(`${milvusTime}_count`)),
  )} / 1000`,
);

/** The label that names an operation is another for each of them; of the others, legends are empty. */
export const nameOfOperation = "{{cmd}}{{method}} {{endpoint}}{{function_name}}";

const redisErrors = `${sumOfRates("redis_commands_failed_calls_total", work)} + ${sumOfRates("redis_commands_rejected_calls_total", work)}`;
const qdrantErrors = `${sumOfRates("rest_responses_total", 'status=~"5.."')} or ${sumOfRates("rest_responses_total")} * 0`;

/** Commands that failed or were refused, responses of status 5xx, requests that failed. */
export const errors = whichever(
  redisErrors,
  qdrantErrors,
  sumOfRates("milvus_proxy_req_count", 'status="fail"'),
);

/** Without its search module, or before the first document, Redis has keys only. */
export const documents = whichever(
  `sum(${selected("redis_search_index_num_docs")})`,
  `sum(${selected("redis_db_keys")})`,
  `sum(${selected(["collection_points", "collections_vector_total"])})`,
  `sum(${selected("milvus_datacoord_stored_rows_num", 'segment_state!="Dropped"')})`,
);

export const memory = whichever(
  selected("redis_memory_used_bytes"),
  selected("memory_resident_bytes"),
  `${selected("process_resident_memory_bytes")} and on (job, instance) ${selected("milvus_rootcoord_collection_num")}`,
);

/** An exporter that answers says nothing of the store behind it. */
export const answering = whichever(
  `sum(${selected("redis_up")})`,
  `sum(${selected("up")} and on (job, instance) ${selected("collections_total")})`,
  `sum(${selected("up")} and on (job, instance) ${selected("milvus_rootcoord_collection_num")})`,
);
