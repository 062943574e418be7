import type { OpeaEvent, OpeaOptions } from "../../../simulator/metrics/opea/events";
import { OpeaMetrics } from "../../../simulator/metrics/opea/opea-metrics";
import type { HttpAnswers } from "./http-history";
import { httpEvents } from "./http-history";
import type { RecordedBody } from "./recorded-body";
import { times, valueAt } from "./repeat";

/** What was done to the recorded services, from the start of the process. */
interface OpeaHistory {
  readonly answers: readonly HttpAnswers[];
  readonly pipelines?: {
    readonly plain?: number;
    readonly streamed?: number;
    /** Failed behind the megaservice before a chunk came. */
    readonly failed?: number;
    /** The client left amid the stream. */
    readonly left?: number;
    /** Under way when the body was recorded, and how many of them have their first chunk. */
    readonly now?: { readonly count: number; readonly withFirstChunk: number };
  };
}

const scrapes = (count: number): HttpAnswers => get("/metrics", count);
const health = get("/v1/health_check", 1);
const notFound = { handler: undefined, method: "GET", status: 404, count: 2 } as const;
const twentyChats = { plain: 6, streamed: 14 };

const histories: Readonly<Record<string, OpeaHistory>> = {
  "opea-megaservice-1.5-fresh": { answers: [scrapes(2), health] },
  "opea-megaservice-1.5-after-1-nonstream": {
    answers: [scrapes(3), health, post("/v1/chatqna", 200, 1)],
    pipelines: { plain: 1 },
  },
  "opea-megaservice-1.5-after-1-nonstream-1-stream": {
    answers: [scrapes(5), health, post("/v1/chatqna", 200, 2)],
    pipelines: { plain: 1, streamed: 1 },
  },
  "opea-megaservice-1.5-after-20": {
    answers: [scrapes(8), health, post("/v1/chatqna", 200, 20)],
    pipelines: twentyChats,
  },
  "opea-megaservice-1.5-under-load": {
    answers: [scrapes(9), health, post("/v1/chatqna", 200, 20)],
    pipelines: { ...twentyChats, now: { count: 8, withFirstChunk: 4 } },
  },
  // Bad JSON and a bad schema are answered with 500 and start no pipeline.
  "opea-megaservice-1.5-after-client-errors": {
    answers: [
      scrapes(13),
      health,
      post("/v1/chatqna", 200, 28),
      post("/v1/chatqna", 500, 2),
      notFound,
    ],
    pipelines: { plain: 6, streamed: 22 },
  },
  // 18 failures behind the megaservice, 2 of them streams and answered with 200, and 3 clients
  // that left.
  "opea-megaservice-1.5-after-errors": {
    answers: [
      scrapes(33),
      health,
      post("/v1/chatqna", 200, 33),
      post("/v1/chatqna", 500, 18),
      notFound,
    ],
    pipelines: { plain: 6, streamed: 22, failed: 18, left: 3 },
  },
  "opea-megaservice-1.5-promaccept": {
    answers: [scrapes(12), post("/v1/chatqna", 200, 30)],
    pipelines: { streamed: 30 },
  },
  "opea-retriever-1.5-fresh": { answers: [scrapes(1), health] },
  "opea-retriever-1.5-after-20": {
    answers: [scrapes(2), health, post("/v1/retrieval", 200, 20)],
  },
  "opea-retriever-1.5-after-errors": {
    answers: [
      scrapes(3),
      health,
      post("/v1/retrieval", 200, 39),
      post("/v1/retrieval", 500, 4),
      post("/v1/retrieval", 422, 1),
    ],
  },
  "opea-retriever-1.5-promaccept": { answers: [scrapes(12), post("/v1/retrieval", 200, 30)] },
  "opea-dataprep-1.5-fresh": { answers: [scrapes(1), health] },
  "opea-dataprep-1.5-after-20": {
    answers: [
      scrapes(2),
      health,
      post("/v1/dataprep/ingest", 200, 5),
      post("/v1/dataprep/get", 200, 1),
    ],
  },
  "opea-dataprep-1.5-after-errors": {
    answers: [
      scrapes(3),
      health,
      post("/v1/dataprep/ingest", 200, 5),
      post("/v1/dataprep/get", 200, 1),
      post("/v1/dataprep/ingest", 422, 1),
      post("/v1/dataprep/ingest", 500, 1),
      post("/v1/dataprep/delete", 422, 1),
    ],
  },
};

/** The server after the history of a recorded body. */
export function opeaAfter(body: RecordedBody): OpeaMetrics {
  const service = body.name.split("-")[1] as OpeaOptions["service"];
  const server = new OpeaMetrics({ version: "1.5", service, startedAt: 0, epoch: 1_795_553_107 });
  const history = histories[body.name];
  if (history !== undefined) for (const event of eventsOf(history, body)) server.record(event);
  return server;
}

function eventsOf({ answers, pipelines }: OpeaHistory, body: RecordedBody): readonly OpeaEvent[] {
  return [
    ...(pipelines === undefined ? [] : pipelineEvents(pipelines, body)),
    ...httpEvents(answers, body),
  ];
}

function pipelineEvents(
  { plain = 0, streamed = 0, failed = 0, left = 0, now }: NonNullable<OpeaHistory["pipelines"]>,
  body: RecordedBody,
): readonly OpeaEvent[] {
  const started: OpeaEvent = { kind: "pipeline-started", at: 0 };
  const firstSeconds = body.values("megaservice_first_token_latency");
  const laterSeconds = body.values("megaservice_inter_token_latency");
  const wholeSeconds = body.values("megaservice_request_latency");
  const streams = streamed + left + (now?.withFirstChunk ?? 0);
  return [
    ...times(plain + streamed + failed + left + (now?.count ?? 0), () => [started]),
    ...times<OpeaEvent>(plain, () => [
      { kind: "pipeline-finished", at: 0, streamed: false, seconds: 1 },
    ]),
    ...times<OpeaEvent>(streams, (turn) => [
      { kind: "pipeline-chunk", at: 0, position: "first", seconds: valueAt(firstSeconds, turn) },
    ]),
    ...laterSeconds.map((seconds): OpeaEvent => ({
      kind: "pipeline-chunk",
      at: 0,
      position: "later",
      seconds,
    })),
    ...times<OpeaEvent>(streamed, (turn) => [
      { kind: "pipeline-finished", at: 0, streamed: true, seconds: valueAt(wholeSeconds, turn) },
    ]),
    ...times<OpeaEvent>(failed + left, () => [{ kind: "pipeline-failed", at: 0 }]),
  ];
}

function get(handler: string, count: number): HttpAnswers {
  return { handler, method: "GET", status: 200, count };
}

function post(handler: string, status: number, count: number): HttpAnswers {
  return { handler, method: "POST", status, count };
}
