import { anywhere } from "./board-context";
import { isObject, type Json, type JsonObject } from "./json";
import type { Variable } from "./kit";
import { layOut, type RowSource } from "./layout";
import { refId } from "./panel-source";

/** A board as its file describes it; what all boards have in common is added here. */
export interface BoardSource {
  readonly title: string;
  /** A slug, at most 40 characters: the address of the board, for good. */
  readonly uid: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly variables: readonly Variable[];
  readonly rows: readonly RowSource[];
}

/**
 * What Grafana 11 writes. Newer ones read it and bring it up to date by themselves; an older one
 * would have to guess at a newer one.
 */
const schemaVersion = 39;

/**
 * The board as JSON. Equal sources give equal bytes. The frame is written here, since the kit's
 * builder of classic dashboards is deprecated: its successor makes boards that Grafana 11 and the
 * Grafana provider cannot take.
 */
export function buildBoard(source: BoardSource, context = anywhere): JsonObject {
  return asJson({
    uid: source.uid,
    id: null,
    title: source.title,
    description: source.description,
    tags: source.tags,
    // Changes in the browser would be lost at the next `up`; who wants to try something copies it.
    editable: false,
    timezone: "browser",
    refresh: "30s",
    time: { from: "now-30m", to: "now" },
    // One cross-hair in all panels: what happened in the queue when latency rose?
    graphTooltip: 1,
    // The other boards, for the same time. Not with the variables: a job of one is none of another.
    links: [
      {
        type: "dashboards",
        title: "ChatQnA boards",
        tags: ["chatqna"],
        asDropdown: true,
        includeVars: false,
        keepTime: true,
        targetBlank: false,
        icon: "external link",
        tooltip: "",
        url: "",
      },
    ],
    schemaVersion,
    annotations: { list: [] },
    templating: { list: source.variables },
    panels: layOut(source.rows, context),
  });
}

/** A query that has no data in a healthy server of every kind, and why. */
export interface EmptyQuery {
  readonly panel: string;
  readonly refId: string;
  readonly reason: string;
}

/** What the rows and panels of a board say about their own queries. */
export function mayBeEmpty({ rows }: BoardSource): readonly EmptyQuery[] {
  return rows.flatMap((row) =>
    row.panels.flatMap(({ title, queries }) =>
      queries.flatMap(({ mayBeEmpty: own }, index) => {
        const reason = own ?? row.mayBeEmpty;
        return reason === undefined ? [] : [{ panel: title, refId: refId(index), reason }];
      }),
    ),
  );
}

/** What is undefined or a method of the kit does not reach JSON. */
function asJson(value: object): JsonObject {
  const json = JSON.parse(JSON.stringify(value)) as Json;
  if (!isObject(json)) throw new Error("A dashboard is an object.");
  return json;
}
