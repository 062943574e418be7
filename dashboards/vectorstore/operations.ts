import type { RowSource } from "../layout";
import { graph } from "../panels";
import {
  documents,
  errors,
  meanTimeByName,
  memory,
  nameOfOperation,
  operationsByName,
} from "./metrics";

export const operations: RowSource = {
  title: "Operations",
  collapsed: false,
  panels: [
    graph(
      {
        title: "Operations by name",
        description:
          "Operations per second: each question is one search, each ingested piece of a document a write.",
        unit: "ops",
        width: 12,
      },
      [{ expr: operationsByName, legend: nameOfOperation }],
    ),
    graph(
      {
        title: "Mean time by name",
        description:
          "Mean time of an operation inside of the store. A search that grows slower with the number of documents wants an approximate index (HNSW) instead of a flat one.",
        unit: "s",
        width: 12,
      },
      [{ expr: meanTimeByName, legend: nameOfOperation }],
    ),
    graph(
      {
        title: "Documents over time",
        description: "Pieces of documents that can be found.",
        unit: "short",
        width: 8,
      },
      [{ expr: documents, legend: "documents" }],
    ),
    graph(
      {
        title: "Memory over time",
        description: "Memory that each store holds.",
        unit: "bytes",
        width: 8,
      },
      [{ expr: memory, legend: "{{instance}}" }],
    ),
    graph(
      {
        title: "Errors over time",
        description: "Operations that failed, per second.",
        unit: "ops",
        width: 8,
      },
      [{ expr: errors, legend: "errors" }],
    ),
  ],
};
