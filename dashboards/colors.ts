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
  tokenization: hues.teal,
  inference: hues.blue,
  succeeded: hues.green,
  errors: hues.red,
  failed: hues.red,
};

/**
 * Services by their job, with whatever name docker compose, Helm or a user gives it. The last that
 * fits counts: `tgi-guardrails` is no LLM that answers, `dataprep-redis-service` no Redis.
 */
const byJob: readonly (readonly [service: string, job: string, color: string])[] = [
  ["llm", String.raw`[\w-]*\b(vllm|tgi|llm)\b[\w-]*`, hues.blue],
  ["megaservice", String.raw`[\w-]*\bchatqna(-backend-server)?`, hues.orange],
  ["vector store", String.raw`[\w-]*\b(redis|qdrant|milvus)\b[\w-]*`, hues.olive],
  ["dataprep", String.raw`[\w-]*\bdata-?prep\b[\w-]*`, hues.brown],
  ["retriever", String.raw`[\w-]*\bretriever\b[\w-]*`, hues.green],
  ["embedding", String.raw`[\w-]*\b(tei(-embedding[\w-]*)?|embedding)`, hues.teal],
  ["reranking", String.raw`[\w-]*\b(tei-?rerank[\w-]*|reranking)`, hues.purple],
  ["guardrails", String.raw`[\w-]*\bguardrails\b[\w-]*`, hues.pink],
];

/** A job is a word of a line's name: `KV cache vllm`, `dataprep /v1/dataprep/ingest`. */
function asWord(job: string): string {
  return `(^| )${job}( |$)`;
}

/** The colour of a service's lines; undefined for a job that is none of ChatQnA's. */
export function colorOfJob(job: string): string | undefined {
  return byJob.findLast(([, pattern]) => new RegExp(asWord(pattern)).test(job))?.[2];
}

/**
 * The colours of a panel's lines, by the legends of its queries. What a name stands for counts more
 * than the service: of `p99 {{job}}` the quantile, of `KV cache {{job}}` the job.
 */
export function colorsOf(legends: readonly string[]): readonly Override[] {
  return [
    ...jobColors(legends),
    ...[...new Set(legends.map(firstWords))].flatMap((name) => {
      const color = byName[name];
      if (color === undefined) return [];
      return legends.includes(name)
        ? [override("byName", name, { mode: "fixed", fixedColor: color })]
        : [override("byRegexp", `/^${name}[ :]/`, { mode: "shades", fixedColor: color })];
    }),
    ...dashed(legends),
  ];
}

/** What stands before the labels: `p99` of `p99 {{job}}`, `failed` of `failed: {{err}}`. */
function firstWords(legend: string): string {
  return legend.replace(/[ :]*\{\{.*$/, "");
}

/**
 * The second of two that belong together and have no colours of their own, line by line: what goes
 * out beside what comes in, a limit beside what it limits.
 */
const seconds = ["prompt", "written", "sent", "limit", "known"];

function dashed(legends: readonly string[]): readonly Override[] {
  if (legends.length < 2) return [];
  return seconds
    .filter((second) => legends.some((legend) => firstWords(legend) === second))
    .map((second) => ({
      matcher: { id: "byRegexp", options: `/^${second}( |$)/` },
      properties: [{ id: "custom.lineStyle", value: { fill: "dash", dash: [6, 4] } }],
    }));
}

interface Color {
  /** `shades`: the lines that it fits differ in brightness, and so does one line from the next. */
  readonly mode: "fixed" | "shades";
  readonly fixedColor: string;
}

function override(id: string, options: string, color: Color): Override {
  return { matcher: { id, options }, properties: [{ id: "color", value: color }] };
}

function jobColors(legends: readonly string[]): readonly Override[] {
  const labelled = legends.filter((legend) => legend.includes("{{job}}"));
  if (labelled.length === 0) return [];
  // A shade goes by the number of the line in its panel: one line a service is better off without.
  const isOneLine = labelled.length === 1 && labelled.every((legend) => legend === "{{job}}");
  const mode = isOneLine ? "fixed" : "shades";
  return byJob.map(([, job, color]) =>
    override("byRegexp", `/${asWord(job)}/`, { mode, fixedColor: color }),
  );
}
