import type { BoardSource } from "./board";
import { atAGlance } from "./tei/at-a-glance";
import { batching } from "./tei/batching";
import { requests } from "./tei/requests";
import { spread } from "./tei/spread";
import { datasourceVariable, instanceVariable, jobVariable } from "./variables";

/** Text Embeddings Inference 1.5 to 1.9, both what embeds and what reranks. */
export const teiBoard: BoardSource = {
  title: "ChatQnA / Embedding and reranking",
  uid: "chatqna-tei",
  description:
    "Latency, throughput, queueing and batching of Hugging Face TEI, for embedding and reranking. TEI exports nothing before its first request, and the reranker gets none before documents are ingested.",
  tags: ["chatqna", "tei"],
  variables: [
    datasourceVariable(),
    jobVariable("te_request_count", "(.*-)?tei.*"),
    instanceVariable(),
  ],
  rows: [atAGlance, requests, batching, spread],
};
