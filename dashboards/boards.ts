import { dcgm, gaudi } from "../plan/targets/metrics/accelerators";
import type { MeasuredServer } from "../plan/targets/metrics/family";
import { cadvisor, nodeExporter } from "../plan/targets/metrics/machine";
import { prometheus, rules } from "../plan/targets/metrics/monitoring";
import { megaservice, microservice } from "../plan/targets/metrics/opea";
import { teiEmbedding, teiReranking } from "../plan/targets/metrics/tei";
import { tgi } from "../plan/targets/metrics/tgi";
import { milvus, qdrant, redis } from "../plan/targets/metrics/vectorstores";
import { vllm } from "../plan/targets/metrics/vllm";
import { acceleratorsBoard } from "./accelerators";
import { type BoardSource, buildBoard } from "./board";
import { exportFormat } from "./export-format";
import { hostBoard } from "./host";
import type { JsonObject } from "./json";
import { monitoringBoard } from "./monitoring";
import { overviewBoard } from "./overview";
import { servicesBoard } from "./services";
import { teiBoard } from "./tei";
import { tgiBoard } from "./tgi";
import { vectorstoreBoard } from "./vectorstore";
import { vllmBoard } from "./vllm";

/** A board of ours: its file in `dashboards/`, its source, and the servers whose metrics it draws. */
export interface Board {
  readonly file: string;
  readonly source: BoardSource;
  readonly servers: readonly MeasuredServer[];
}

export const boards: readonly Board[] = [
  {
    file: "overview_grafana.json",
    source: overviewBoard,
    servers: [megaservice, microservice, teiEmbedding, teiReranking, tgi, vllm, rules],
  },
  { file: "tgi_grafana.json", source: tgiBoard, servers: [tgi] },
  { file: "vllm_grafana.json", source: vllmBoard, servers: [vllm] },
  { file: "tei_grafana.json", source: teiBoard, servers: [teiEmbedding, teiReranking] },
  { file: "services_grafana.json", source: servicesBoard, servers: [megaservice, microservice] },
  { file: "vectorstore_grafana.json", source: vectorstoreBoard, servers: [redis, qdrant, milvus] },
  { file: "host_grafana.json", source: hostBoard, servers: [nodeExporter, cadvisor] },
  { file: "accelerators_grafana.json", source: acceleratorsBoard, servers: [dcgm, gaudi] },
  { file: "monitoring_grafana.json", source: monitoringBoard, servers: [prometheus] },
];

/** What stands in a board's file, in Grafana's export format. */
export interface GeneratedBoard {
  readonly file: string;
  readonly content: JsonObject;
}

export function generatedBoards(): readonly GeneratedBoard[] {
  return boards.map(({ file, source }) => ({ file, content: exportFormat(buildBoard(source)) }));
}
