import { type MeasuredServer, counter, gauge, histogram, ofLibrary } from "./family";
import { processFamilies } from "./process";

const cmd = { cmd: ["FT.SEARCH", "hset", "info"] };
const index = {
  labels: { index_name: ["rag-redis"] },
  appears: "with Redis' search module, once there is an index",
};

export const redis: MeasuredServer = {
  name: "redis-exporter",
  title: "redis_exporter",
  source:
    "oliver006/redis_exporter exporter/exporter.go and search_indexes.go at v1.88.0; recorded 1.88.0 with Redis 7.0.15, which has no search module",
  versions: ["1.88"],
  labels: [],
  families: [
    gauge("redis_up", "answers"),
    gauge("redis_connected_clients", "connections"),
    gauge("redis_blocked_clients", "connections"),
    gauge("redis_memory_used_bytes", "bytes"),
    gauge("redis_memory_used_rss_bytes", "bytes"),
    gauge("redis_memory_max_bytes", "bytes"),
    gauge("redis_mem_fragmentation_ratio", "ratio"),
    gauge("redis_uptime_in_seconds", "seconds"),
    counter("redis_commands_processed_total", "commands"),
    counter("redis_commands_total", "commands", { labels: cmd }),
    counter("redis_commands_duration_seconds_total", "seconds", { labels: cmd }),
    counter("redis_commands_failed_calls_total", "commands", { labels: cmd }),
    counter("redis_commands_rejected_calls_total", "commands", { labels: cmd }),
    counter("redis_keyspace_hits_total", "lookups"),
    counter("redis_keyspace_misses_total", "lookups"),
    counter("redis_evicted_keys_total", "keys"),
    counter("redis_expired_keys_total", "keys"),
    counter("redis_net_input_bytes_total", "bytes"),
    counter("redis_net_output_bytes_total", "bytes"),
    gauge("redis_db_keys", "keys", { labels: { db: ["db0"] } }),
    gauge("redis_search_index_num_docs", "documents", index),
    gauge("redis_search_index_vector_index_size_bytes", "bytes", index),
    gauge("redis_search_index_percent_indexed", "share", index),
    gauge("redis_search_index_hash_indexing_failures", "documents", index),
  ],
};

const rest = { method: ["POST"], endpoint: ["/collections/{name}/points/search"] };
const statuses = { ...rest, status: ["200", "500"] };
const succeeded = { ...rest, status: ["200"] };
const collection = { id: ["rag-qdrant"] };
const latencies = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50];

export const qdrant: MeasuredServer = {
  name: "qdrant",
  title: "Qdrant",
  source: "qdrant/qdrant src/common/metrics.rs at v1.13 and v1.19.0; nothing recorded",
  versions: ["1.13", "1.19"],
  labels: [],
  families: [
    gauge("app_info", "constant 1", { labels: { name: ["qdrant"], version: ["1.19.0"] } }),
    gauge("collections_total", "collections"),
    gauge("collections_vector_total", "vectors", { until: "1.16" }),
    gauge("collection_points", "points", { labels: collection, since: "1.16" }),
    gauge("collection_running_optimizations", "optimizations", {
      labels: collection,
      since: "1.16",
    }),
    counter("rest_responses_total", "responses", { labels: statuses }),
    gauge("rest_responses_avg_duration_seconds", "seconds", { labels: succeeded, until: "1.17" }),
    gauge("rest_responses_max_duration_seconds", "seconds", { labels: succeeded, until: "1.17" }),
    histogram("rest_responses_duration_seconds", "seconds", latencies, { labels: succeeded }),
    gauge("memory_resident_bytes", "bytes"),
  ],
};

const milliseconds = Array.from({ length: 18 }, (_, power) => 2 ** power);
const searches = { query_type: ["search"], db_name: ["default"], collection_name: ["rag_milvus"] };

export const milvus: MeasuredServer = {
  name: "milvus",
  title: "Milvus",
  source:
    "milvus-io/milvus pkg/metrics at 2.4 (OPEA deploys 2.4.6); counters have no _total, latencies are in milliseconds; nothing recorded",
  versions: ["2.4"],
  labels: [{ name: "node_id", values: ["1"] }],
  families: [
    counter("milvus_proxy_req_count", "requests", {
      labels: { function_name: ["Search", "Insert"], status: ["total", "success", "fail"] },
    }),
    histogram("milvus_proxy_req_latency", "milliseconds", milliseconds, {
      labels: { function_name: ["Search", "Insert"] },
    }),
    histogram("milvus_proxy_sq_latency", "milliseconds", milliseconds, { labels: searches }),
    counter("milvus_proxy_search_vectors_count", "vectors", {
      labels: { db_name: ["default"], collection_name: ["rag_milvus"] },
    }),
    counter("milvus_proxy_insert_vectors_count", "vectors", {
      labels: { db_name: ["default"], collection_name: ["rag_milvus"] },
    }),
    histogram("milvus_querynode_sq_queue_latency", "milliseconds", milliseconds, {
      labels: { query_type: ["search"] },
    }),
    gauge("milvus_datacoord_stored_rows_num", "rows", {
      labels: { collection_id: ["1"], segment_state: ["Flushed"] },
    }),
    gauge("milvus_rootcoord_collection_num", "collections"),
    ...ofLibrary(processFamilies),
  ],
};
