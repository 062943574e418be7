import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { replayServices } from "../../../simulator/replay/service-recordings";

describe("which recording plays which service", () => {
  it("plays the services of ChatQnA that were recorded", () => {
    const { played, notPlayed } = replayServices([
      { name: "vllm-service", software: "vllm", role: "llm", port: 9009 },
      { name: "tgi-service", software: "tgi", role: "llm", port: 9010 },
      { name: "tei-embedding-service", software: "tei", role: "embedding", port: 6006 },
      { name: "tei-reranking-service", software: "tei", role: "reranking", port: 8808 },
      { name: "retriever", software: "opea", role: "retriever", port: 7000 },
      { name: "dataprep", software: "opea", role: "dataprep", port: 6007 },
      { name: "backend", software: "opea", role: "megaservice", port: 8888 },
    ]);
    assert.deepEqual(notPlayed, []);
    assert.deepEqual(
      played.map(({ name, recording, port }) => `${name} ${recording} ${port}`),
      [
        "vllm-service vllm-0.10.2 9009",
        "tgi-service tgi-2.4.0-v3 9010",
        "tei-embedding-service tei-embed-1.9.3 6006",
        "tei-reranking-service tei-rerank-1.9.3 8808",
        "retriever opea-retriever-1.5 7000",
        "dataprep opea-dataprep-1.5 6007",
        "backend opea-megaservice-1.5 8888",
      ],
    );
  });

  it("says of the others why they are not played", () => {
    const { played, notPlayed } = replayServices([
      { name: "guardrails", software: "opea", role: "guardrails", port: 9090 },
      { name: "qdrant", software: "qdrant", role: "vectorstore", port: 6333 },
    ]);
    assert.deepEqual(played, []);
    assert.deepEqual(notPlayed, [
      { name: "guardrails", reason: "no recording of opea in the role of guardrails" },
      { name: "qdrant", reason: "no recording of qdrant in the role of vectorstore" },
    ]);
  });
});
