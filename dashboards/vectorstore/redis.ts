import type { RowSource } from "../layout";
import { inUse } from "../limits";
import { graph } from "../panels";
import { rate, selected, sumBy, sumOfRatesBy } from "../promql";

const byInstance = ["instance"];
const hits = sumOfRatesBy(byInstance, "redis_keyspace_hits_total");
const misses = sumOfRatesBy(byInstance, "redis_keyspace_misses_total");

export const redis: RowSource = {
  title: "Redis",
  of: "redis",
  collapsed: true,
  mayBeEmpty: "only where Redis is the vector store",
  panels: [
    graph(
      {
        title: "Memory limit in use",
        description:
          "Memory used, of maxmemory. Full, Redis refuses writes or drops keys, documents among them. Empty without a limit: then the host's memory is the limit.",
        unit: "percentunit",
        width: 8,
      },
      [
        {
          expr: `${selected("redis_memory_used_bytes")} / (${selected("redis_memory_max_bytes")} > 0)`,
          legend: "{{instance}}",
        },
      ],
      { limits: inUse },
    ),
    graph(
      {
        title: "Vector index",
        description: "Memory of the vectors in each search index.",
        unit: "bytes",
        width: 8,
      },
      [
        {
          expr: sumBy(
            ["instance", "index_name"],
            selected("redis_search_index_vector_index_size_bytes"),
          ),
          legend: "{{index_name}}",
        },
      ],
    ),
    graph(
      {
        title: "Indexed",
        description:
          "Share of the documents that is in the index, and documents that could not be indexed: their vector has another number of dimensions, or none.",
        unit: "short",
        width: 8,
      },
      [
        { expr: selected("redis_search_index_percent_indexed"), legend: "share {{index_name}}" },
        {
          expr: selected("redis_search_index_hash_indexing_failures"),
          legend: "failures {{index_name}}",
        },
      ],
    ),
    graph(
      {
        title: "Keys found",
        description: "Lookups that found a key, of all.",
        unit: "percentunit",
        width: 8,
      },
      [{ expr: `${hits} / (${hits} + ${misses} > 0)`, legend: "{{instance}}" }],
      { max: 1 },
    ),
    graph(
      {
        title: "Keys evicted",
        description:
          "Keys dropped for want of memory, per second. Anything above 0 loses documents.",
        unit: "ops",
        width: 8,
      },
      [{ expr: sumBy(byInstance, rate("redis_evicted_keys_total")), legend: "{{instance}}" }],
    ),
    graph(
      {
        title: "Connections",
        description: "Clients connected.",
        unit: "short",
        width: 8,
      },
      [{ expr: selected("redis_connected_clients"), legend: "{{instance}}" }],
    ),
  ],
};
