import type { RowSource } from "../layout";
import { fixed } from "../limits";
import { stat } from "../panels";
import { answering, documents, errors, meanTime, memory, operations } from "./metrics";

const idle = "idle";

export const atAGlance: RowSource = {
  title: "At a glance",
  collapsed: false,
  panels: [
    stat(
      {
        title: "Documents",
        description:
          "Pieces of documents that can be found: in Redis' search indexes (without any, its keys), Qdrant's points, Milvus' rows. 0 means that nothing was ingested, and ChatQnA answers without context.",
        unit: "short",
        width: 4,
      },
      documents,
    ),
    stat(
      {
        title: "Operations",
        description:
          "Commands to Redis, requests to Qdrant's REST interface or to Milvus, per second. What the exporter asks is left out.",
        unit: "ops",
        width: 4,
      },
      operations,
      { idle },
    ),
    stat(
      {
        title: "Time per operation",
        description:
          "Mean time of one operation inside of the store. Of Qdrant, successful ones since 1.17.",
        unit: "s",
        width: 4,
      },
      meanTime,
      { idle },
    ),
    stat(
      {
        title: "Errors",
        description:
          "Operations per second that failed: commands failed or refused by Redis, responses of status 5xx by Qdrant, requests that Milvus failed.",
        unit: "ops",
        width: 4,
      },
      errors,
      { limits: fixed(0.01, 1) },
    ),
    stat(
      {
        title: "Memory",
        description:
          "Memory that the store holds, of all chosen instances. The vectors are in it: about 4 bytes for each dimension, twice with its index.",
        unit: "bytes",
        width: 4,
      },
      `sum(${memory})`,
    ),
    stat(
      {
        title: "Stores up",
        description: "Stores that answer: of Redis, the store itself and not its exporter.",
        unit: "short",
        width: 4,
      },
      answering,
    ),
  ],
};
