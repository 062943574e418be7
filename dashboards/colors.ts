import type { Override } from "./kit";

/** Of middle brightness, so that each can be told on white and on black. */
const hues = {
  blue: "#4a84e8",
  lightBlue: "#86b6f9",
  teal: "#1fa0b3",
  green: "#34a36a",
  olive: "#7f9c33",
  amber: "#d9930d",
  brown: "#a9783a",
  orange: "#e0752d",
  red: "#dd5464",
  pink: "#d0609c",
  purple: "#8f63d6",
  grey: "#8592a6",
} as const;

/** What a line stands for by its name, on whatever board: the same colour everywhere. */
const byName: Readonly<Record<string, string>> = {
  // The further out the quantile, the darker.
  mean: hues.grey,
  p50: hues.lightBlue,
  p90: hues.blue,
  p99: hues.purple,
  // The stages of a question have the colours of the services that do them.
  guardrails: hues.pink,
  embedding: hues.teal,
  retrieval: hues.green,
  reranking: hues.purple,
  "first token": hues.blue,
  "rest of the answer": hues.lightBlue,
  unaccounted: hues.grey,
  // The phases of a request in an engine.
  queue: hues.amber,
  prefill: hues.blue,
  decode: hues.lightBlue,
  succeeded: hues.green,
  errors: hues.red,
};

/**
 * Services by their job, with whatever name docker compose, Helm or a user gives it. The last that
 * fits counts: `tgi-guardrails` is no LLM that answers, `dataprep-redis-service` no Redis.
 */
const byJob: readonly (readonly [service: string, job: RegExp, color: string])[] = [
  ["llm", /\b(vllm|tgi|llm)\b/, hues.blue],
  ["megaservice", /\bchatqna(-backend-server)?$/, hues.orange],
  ["vector store", /\b(redis|qdrant|milvus)\b/, hues.olive],
  ["dataprep", /\bdata-?prep\b/, hues.brown],
  ["retriever", /\bretriever\b/, hues.green],
  ["embedding", /\b(tei(-embedding.*)?|embedding)$/, hues.teal],
  ["reranking", /\b(tei-?rerank.*|reranking)$/, hues.purple],
  ["guardrails", /\bguardrails\b/, hues.pink],
];

/** The colour of a service's lines; undefined for a job that is none of ChatQnA's. */
export function colorOfJob(job: string): string | undefined {
  return byJob.findLast(([, pattern]) => pattern.test(job))?.[2];
}

/** The colours of a panel's lines, by the legends of its queries. */
export function colorsOf(legends: readonly string[]): readonly Override[] {
  const named = legends.flatMap((legend) => {
    const color = byName[legend];
    return color === undefined ? [] : [override("byName", legend, color)];
  });
  return [...(isByJob(legends) ? jobOverrides : []), ...named];
}

/** Where a job has several lines, one colour for all of them would tell nothing. */
function isByJob(legends: readonly string[]): boolean {
  const labelled = legends.filter((legend) => legend.includes("{{job}}"));
  return labelled.length === 1 && labelled.every((legend) => !/\{\{(?!job\}\})/.test(legend));
}

function override(id: string, options: string, color: string): Override {
  return {
    matcher: { id, options },
    properties: [{ id: "color", value: { mode: "fixed", fixedColor: color } }],
  };
}

const jobOverrides = byJob.map(([, job, color]) => override("byRegexp", `/${job.source}/`, color));
