import { watches } from "../rules/watched-stack";
import { annotations } from "./annotations";
import { type BoardContext, anywhere } from "./board-context";
import { isObject, type Json, type JsonObject } from "./json";
import type { Variable } from "./kit";
import { layOut, type RowSource } from "./layout";
import { linksOf } from "./links";
import { refId } from "./panel-source";

/** A board as its file describes it; what all boards have in common is added here. */
export interface BoardSource {
  readonly title: string;
  /** A slug, at most 40 characters: the address of the board, for good. */
  readonly uid: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly variables: readonly Variable[];
  /** By the context where a stack's rows are others than those of the committed file. */
  readonly rows: readonly RowSource[] | ((context: BoardContext) => readonly RowSource[]);
}

/**
 * What Grafana 11 writes. Newer ones read it and bring it up to date by themselves; an older one
 * would have to guess at a newer one.
 */
const schemaVersion = 39;

/** The board as JSON. Equal sources and contexts give equal bytes. */
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
    links: linksOf(source.uid, context),
    schemaVersion,
    annotations: { list: annotations },
    templating: { list: source.variables },
    panels: layOut(rowsOf(source, context), context),
  });
}

/** A query that has no data in a healthy server of every kind, and why. */
export interface EmptyQuery {
  readonly panel: string;
  readonly refId: string;
  readonly reason: string;
}

/** What the rows and panels of a board say about their own queries. */
export function mayBeEmpty(source: BoardSource, context = anywhere): readonly EmptyQuery[] {
  return rowsOf(source, context).flatMap((row) =>
    row.panels.flatMap(({ title, queries }) =>
      queries.flatMap(({ mayBeEmpty: own }, index) => {
        const reason = own ?? row.mayBeEmpty;
        return reason === undefined ? [] : [{ panel: title, refId: refId(index), reason }];
      }),
    ),
  );
}

function rowsOf({ rows }: BoardSource, context: BoardContext): readonly RowSource[] {
  const all = typeof rows === "function" ? rows(context) : rows;
  return all.filter((row) => isFilled(row, context));
}

function isFilled({ of }: RowSource, { stack, othersScrape = false }: BoardContext): boolean {
  return of === undefined || stack === undefined || othersScrape || watches(stack, of);
}

/** What is undefined does not reach JSON. */
function asJson(value: object): JsonObject {
  const json = JSON.parse(JSON.stringify(value)) as Json;
  if (!isObject(json)) throw new Error("A dashboard is an object.");
  return json;
}
