import type { BoardSource } from "./board";
import { datasourceVariable, instanceVariable, jobVariable } from "./variables";
import { atAGlance } from "./vectorstore/at-a-glance";
import { milvus } from "./vectorstore/milvus";
import { operations } from "./vectorstore/operations";
import { qdrant } from "./vectorstore/qdrant";
import { redis } from "./vectorstore/redis";

/** Not `dataprep-redis-service`, which only writes to one. */
const jobs = "(prometheus-)?(redis|qdrant|milvus)(-exporter|-vector-db|-standalone)?";

/** Redis by its exporter, Qdrant and Milvus by their own metrics: what they have in common, first. */
export const vectorstoreBoard: BoardSource = {
  title: "ChatQnA / Vector store",
  uid: "chatqna-vectorstore",
  description:
    "Documents, operations, errors and memory of the vector store, be it Redis, Qdrant or Milvus. The rows below are for one of them each.",
  tags: ["chatqna", "vectorstore"],
  variables: [
    datasourceVariable(),
    jobVariable(["redis_up", "collections_total", "milvus_rootcoord_collection_num"], jobs),
    instanceVariable(),
  ],
  rows: [atAGlance, operations, redis, qdrant, milvus],
};
