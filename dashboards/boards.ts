import { exportFormat } from "./export-format";
import type { JsonObject } from "./json";
import { tgiBoard } from "./tgi";

/** A board of ours: its file in `dashboards/`, and what stands in it, in Grafana's export format. */
export interface GeneratedBoard {
  readonly file: string;
  readonly content: JsonObject;
}

export function generatedBoards(): readonly GeneratedBoard[] {
  return [{ file: "tgi_grafana.json", content: exportFormat(tgiBoard()) }];
}
