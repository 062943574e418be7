import {
  type LatencyName,
  type LatencyObjective,
  latencyNames,
  presetNames,
  presets,
} from "../../plan/settings/objectives";
import { parseDuration } from "../../plan/settings/quantity";
import { failureCounts } from "../objectives/failures";
import { type Histogram, edgeAtLeast, histograms } from "../objectives/histograms";
import { measuresOf } from "../objectives/measures";
import { inShort } from "../seconds";
import { completeStack, stackOf } from "./reference-stacks";
import { table } from "./table";

/** The text of `docs/objectives.md`, in Markdown. */
export function objectivesPage(): string {
  return [
    introduction,
    presetsSection(),
    judgedSection(),
    edgesSection(),
    refusals,
    errorsSection(),
    ending,
  ].join("\n\n");
}

function presetsSection(): string {
  const rows = presetNames.map((name) => {
    const { latencies, source } = presets[name];
    return [`\`${name}\``, ...latencyNames.map((one) => inWords(latencies[one])), source];
  });
  return `## Presets

\`preset\` fills in the latencies that you leave out; \`mlperf-server\` unless you name another. The numbers are others': what they published for a kind of work, not what your hardware can do.

${table(["preset", ...latencyNames.map((name) => `\`${name}\``), "source"], rows)}

With \`batch\` the queue alerts allow ten times as many waiting requests. Errors, availability and window are in no preset: 1 %, 99.5 % and 7 days are ours.`;
}

function inWords(stated: LatencyObjective | undefined): string {
  return stated === undefined ? "none" : `${stated.percentile} ${stated.limit}`;
}

const engines: readonly { readonly words: string; readonly jobs: readonly string[] }[] = [
  { words: "vLLM", jobs: ["vllm", "chatqna-backend-server"] },
  { words: "TGI and a megaservice", jobs: ["tgi", "chatqna-backend-server"] },
  { words: "TGI alone, or OPEA 1.0", jobs: ["tgi"] },
  { words: "an LLM that is not scraped", jobs: ["chatqna-backend-server"] },
];

/** Times below the megaservice's last bucket, so that the table shows which comes first. */
const belowTenSeconds = { endToEnd: { p99: "10s" } };

function judgedSection(): string {
  const rows = latencyNames.flatMap((name) =>
    engines.map(({ words, jobs }) => {
      const { measures } = measuresOf(stackOf(jobs, belowTenSeconds));
      const { histogram } = measures.find(({ objective }) => objective === name) ?? {};
      return [`\`${name}\``, words, code(histogram), histogram?.observes ?? ""];
    }),
  );
  return `## Where each is judged

Each observation of a histogram is an event, and is bad if it took longer than the objective. The percentile says how many may: of \`p99\` one in a hundred.

${table(["objective", "stack with", "histogram", "one event is"], rows)}

TGI has no histogram of first tokens, so its first tokens are the megaservice's, which answers streamed questions only; without a megaservice the time in TGI's queue is judged, and who waits longer than the objective there has missed it for sure.`;
}

function code(histogram: Histogram | undefined): string {
  return histogram === undefined ? "none" : `\`${histogram.metric}\``;
}

const judging: Readonly<Record<LatencyName, readonly Histogram[]>> = {
  timeToFirstToken: [
    histograms.vllmFirstToken,
    histograms.megaserviceFirstToken,
    histograms.tgiQueue,
  ],
  interTokenLatency: [
    histograms.vllmInterToken,
    histograms.tgiStep,
    histograms.megaserviceInterToken,
  ],
  endToEnd: [histograms.vllmRequest, histograms.tgiRequest, histograms.megaserviceRequest],
};

function edgesSection(): string {
  const tables = latencyNames.map((name) => {
    const limits = new Set(
      presetNames.flatMap((preset) => presets[preset].latencies[name]?.limit ?? []),
    );
    const sorted = [...limits].sort((one, other) => parseDuration(one) - parseDuration(other));
    const rows = sorted.map((limit) => [
      limit,
      ...judging[name].map((histogram) => {
        const edge = edgeAtLeast(histogram, parseDuration(limit) / 1000);
        return edge === undefined ? "cannot tell" : inShort(edge);
      }),
    ]);
    return `\`${name}\`\n\n${table(["objective", ...judging[name].map(code)], rows)}`;
  });
  const last = Object.values<Histogram>(histograms).map(
    ({ metric, edges }) => `\`${metric}\` ${inShort(edges.at(-1) ?? 0)}`,
  );
  return `## Where there is no bucket at the objective

A histogram knows only its buckets. An objective between two edges is judged at the next one above, so that an alert may come late but not wrongly. TGI's and TEI's edges grow by half each and miss round numbers; one up to 3 % below stands for the objective itself. For the objectives of the presets that is:

${tables.join("\n\n")}

The last edges are: ${last.join(", ")}.`;
}

function errorsSection(): string {
  const counts = failureCounts(completeStack(), "5m");
  const rows = counts.map(({ measuredBy, tells }) => [`\`${measuredBy}\``, tells]);
  return `## Errors

Each service is judged by the counter that tells the truth about it, by itself: a share over all of them would hide a broken retriever behind its healthy engine.

${table(["counter (`measured_by`)", "what counts as failed"], rows)}

A failed LLM behind a streamed answer is a 200 at the megaservice: the answer had begun. So the engine's own counter is asked too. Failures of dataprep are no question's, and have an alert of their own, [IngestionFailing](runbooks/ingestion-failing.md).

## Availability

A moment is good while every service that a question needs (megaservice, LLM, embedding, reranking, retriever, guardrails) has a replica that answers Prometheus. One replica of many that is down is no bad moment; [TargetDown](runbooks/target-down.md) tells of it.`;
}

const introduction = `# Say what your ChatQnA should do

<!-- Written by commands/alerts-docs.ts from rules/ and plan/settings/objectives.ts. Change those. -->

Objectives are in a user's words; the alerts on them follow, with their burn rates ([alerts](alerts.md#burn-rates)).

## Set objectives

In \`Pulumi.<stack>.yaml\`:

\`\`\`yaml
config:
  chatqna-monitoring:objectives:
    preset: rag
    timeToFirstToken: { p99: 2s }
    interTokenLatency: { p99: 200ms }
    endToEnd: { p95: 15s }
    errors: { ratio: 1% }
    availability: 99.5%
    window: 7d
\`\`\`

Leave out what you do not mind: it is then the preset's, or has its default. Each latency takes one of \`p90\`, \`p95\` and \`p99\`. The stages before the LLM (embedding, retrieval, reranking) may take half of \`timeToFirstToken\` each, and a search of the vector store half of that.`;

const refusals = `## What is refused, and why

- **A time above the last edge.** Only \`+Inf\` would be above, and an alert on it could never fire. The megaservice's histograms end at 10 s; above that the engine's own are asked. Where there is none that could tell, your setting is refused, and a preset's is left out.
- **A time that nothing measures**, as no scraped target has such a histogram.
- **Two percentiles of one latency**, since one limit makes one budget.
- **A window below 1d or above 90d.** Shorter, a single bad hour is all of it; longer, nobody acts on it.`;

const ending = `## Verify

\`\`\`sh
pulumi preview
curl -s http://127.0.0.1:9090/api/v1/query --data-urlencode 'query=objective_job:events_bad:rate5m / objective_job:events:rate5m'
\`\`\`

The first refuses what cannot be judged. The second shows the share of bad events of each objective over five minutes; its label \`measured_by\` says where it is read.

## If it does not work

- **\`which no alert can watch here\`**: nothing in this stack can judge the objective; the message says why. Name a shorter time, or scrape the engine.
- **An objective is missing in the answer**: its events appear with the first request. TGI, TEI and Python services have no such series before.
- **An alert says more than the limit that I set**: the histogram has no such edge; the table above says which is taken.
- **It fires although nobody complains**: the objective is stricter than what people need. It is yours to change; the presets are for fast hardware. A simulated Xeon with vLLM at 40 % of its load takes 75 s for one answer in a hundred, so that the default of 20 s is missed all day; the objectives of its tests are 5 s for the first token, 500 ms between tokens, and 60 s for 95 of 100 answers.`;
