import { histograms } from "../../../rules/objectives/histograms";
import { bucketRates } from "../../../rules/objectives/recording";
import type { Histogram } from "../../../rules/objectives/histograms";
import type { WatchedStack } from "../../../rules/watched-stack";
import { parseDuration } from "../../../plan/settings/quantity";
import { type Proof, type Series, step } from "../proof";
import { selector } from "./engines";

/** Half of the time to the first token. */
export function stageLimit({ objectives }: WatchedStack): number {
  const { timeToFirstToken } = objectives.latencies;
  return timeToFirstToken === undefined ? 1 : parseDuration(timeToFirstToken.limit) / 2000;
}

/** Of a histogram's edges the one that judges: the next, if it is not within 3 %, or the last. */
export function edgeFor({ edges }: Histogram, limit: number): number {
  return edges.find((edge) => edge >= 0.97 * limit) ?? edges.at(-1) ?? 0;
}

/** Alerts on a share of slow requests, on recorded rates of buckets. */
function slow(
  alert: string,
  histogram: Histogram,
  labels: Readonly<Record<string, string>>,
  stack: WatchedStack,
): Proof {
  const name = bucketRates(histogram, stack);
  const edge = edgeFor(histogram, stageLimit(stack));
  /** As Prometheus 3 and as 2.x write a whole number. */
  const spellings = Number.isInteger(edge) ? [`${edge}.0`, String(edge)] : [String(edge)];
  const rates = (all: string, fast: string, le: string | undefined): Series => ({
    [`${name}{${selector(labels)}, le="+Inf"}`]: all,
    [`${name}{${selector(labels)}, le="${le ?? ""}"}`]: fast,
    // Another edge tells another story.
    [`${name}{${selector(labels)}, le="0.00225"}`]: all,
  });
  const firing = spellings.map((le) => ({
    name: `5.2 % are slower than le="${le}"`,
    series: rates("100x200", "100x3 94.8x200", le),
    since: 4 * step,
    labels,
    value: "5.2%",
  }));
  const [first, ...others] = firing;
  if (first === undefined) throw new Error("no edge");
  const [le] = spellings;
  return {
    alert,
    fires: first,
    alsoFires: [
      ...others,
      {
        name: "few requests are enough",
        series: rates("0.0404x200", "0x200", le),
        since: 0,
        labels,
        value: "100%",
      },
    ],
    justUnder: { name: "5 % are slower", series: rates("100x200", "95x200", le), at: 2400 },
    recovers: { name: "fast again", series: rates("100x200", "0x60 100x140", le), at: 2400 },
    alsoSilent: [
      {
        name: "too few requests to tell",
        series: rates("0.04x200", "0x200", le),
        at: 2400,
      },
      { name: "none at all", series: rates("0x200", "0x200", le), at: 2400 },
    ],
  };
}

const tei = { component: "embedding", instance: "tei:80", job: "tei-embedding" };

export function teiProofs(stack: WatchedStack): readonly Proof[] {
  const size = `te_queue_size{${selector(tei)}}`;
  const failures = (err: string) => `te_request_failure{${selector(tei)}, err="${err}"}`;
  const rejecting = (err: string) => ({
    name: `${err}, from a count that does not start at 0`,
    series: { [failures(err)]: "70+15x100 1570x200", [failures("tokenization")]: "0+15x400" },
    since: step,
    labels: tei,
    value: "1",
    until: 120 * step,
    lastValue: "50m",
  });
  return [
    {
      alert: "TeiQueueSaturated",
      fires: {
        name: "a little over half of what it lets in",
        series: { [size]: "0x3 260x400" },
        since: 4 * step,
        labels: tei,
        value: "260",
      },
      justUnder: { name: "half", series: { [size]: "256x400" }, at: 3600 },
      recovers: { name: "worked off", series: { [size]: "500x100 0x100" }, at: 1800 },
    },
    {
      alert: "TeiRejecting",
      fires: rejecting("overloaded"),
      alsoFires: [rejecting("inference")],
      justUnder: {
        name: "none lately, and texts that are too long, which are the client's",
        series: { [failures("overloaded")]: "70x400", [failures("tokenization")]: "0+15x400" },
        at: 3600,
      },
      recovers: {
        name: "over",
        series: { [failures("overloaded")]: "0+15x100 1500x100" },
        at: 2100,
      },
    },
    slow("TeiSlow", histograms.teiRequest, { component: "embedding", job: "tei-embedding" }, stack),
  ];
}

const dataprep = {
  component: "dataprep",
  instance: "dataprep:5000",
  job: "dataprep-redis-service",
};
const megaservice = {
  component: "megaservice",
  instance: "chatqna:8888",
  job: "chatqna-backend-server",
};

export function serviceProofs(stack: WatchedStack): readonly Proof[] {
  return [
    slow(
      "RetrieverSlow",
      histograms.http,
      { component: "retriever", handler: "/v1/retrieval", job: "retriever" },
      stack,
    ),
    ingestion(),
    pendingLeak(),
  ];
}

function ingestion(): Proof {
  const requests = (status: string, handler = "/v1/dataprep/ingest", component = "dataprep") =>
    `http_requests_total{${selector({ ...dataprep, component })}, handler="${handler}", method="POST", status="${status}"}`;
  const labels = { component: dataprep.component, job: dataprep.job };
  return {
    alert: "IngestionFailing",
    fires: {
      name: "a little over one in ten",
      series: {
        [requests("2xx")]: "1000+89x400",
        [requests("5xx")]: "700+11x400",
        [requests("4xx")]: "9000+500x400",
        [requests("2xx", "/load")]: "0+500x400",
      },
      since: step,
      labels,
      value: "11%",
    },
    alsoFires: [
      {
        name: "one and a bit in a quarter of an hour",
        series: { [requests("5xx")]: "7x99 8.05x400" },
        since: 100 * step,
        labels,
        value: "100%",
        until: 160 * step,
      },
    ],
    justUnder: {
      name: "exactly one in ten; what nobody asked for counts nowhere",
      series: {
        // Counts whose ratio floating point does not round.
        [requests("2xx")]: "0+108x400",
        [requests("5xx")]: "7+12x400",
        [requests("5xx", "/load")]: "0+500x400",
      },
      at: 3600,
    },
    recovers: {
      name: "over",
      series: { [requests("2xx")]: "0+10x400", [requests("5xx")]: "7+10x100 1007x300" },
      at: 3600,
    },
    alsoSilent: [
      {
        name: "one, once",
        series: { [requests("5xx")]: "7x99 8x400", [requests("5xx", "/load")]: "0+10x400" },
        at: 150 * step,
      },
      {
        name: "nobody's documents, and another service's failures",
        series: {
          [requests("5xx", "none")]: "0+10x400",
          [requests("5xx", "/v1/retrieval", "retriever")]: "0+10x400",
        },
        at: 3600,
      },
    ],
  };
}

function pendingLeak(): Proof {
  const pending = (labels = megaservice) => `megaservice_request_pending{${selector(labels)}}`;
  const chats = (labels = megaservice, handler = "/v1/chatqna") =>
    `http_requests_total{${selector(labels)}, handler="${handler}", method="POST", status="2xx"}`;
  return {
    alert: "MegaservicePendingLeak",
    fires: {
      name: "pending, and no request for a quarter of an hour",
      series: {
        [pending()]: "1x400",
        [chats()]: "0+9x10 90x400",
        [chats(megaservice, "/metrics")]: "0+1x400",
        [chats({ ...megaservice, instance: "chatqna-2:8888" })]: "0+9x400",
        [chats({ ...megaservice, job: "other" })]: "0+9x400",
        [chats({ ...megaservice, component: "retriever" })]: "0+9x400",
      },
      since: 70 * step,
      labels: megaservice,
      value: "1",
    },
    justUnder: {
      name: "requests come, if few",
      series: { [pending()]: "9x400", [chats()]: "0+1x400" },
      at: 5400,
    },
    recovers: {
      name: "restarted",
      series: { [pending()]: "9x200 0x200", [chats()]: "5x400" },
      at: 5400,
    },
  };
}
