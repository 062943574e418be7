import { type Document, isMap, isSeq, stringify } from "yaml";
import { parseStackText, put, stackTextOf } from "../../plan/settings/stack-document";

/** An entry of the setting `dashboards`, without what is the default. */
export interface DashboardEntry {
  readonly source: string;
  readonly sha256: string;
  readonly uid: string;
  readonly folder?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly renameLabels?: Readonly<Record<string, string>>;
  readonly rateInterval?: true;
}

/** The entry as it stands in a stack's settings file. */
export function entryText(key: string, entry: DashboardEntry): string {
  return stringify({ config: { [key]: [entry] } }, { lineWidth: 0 });
}

/**
 * The settings file with the entry in it: in the place of one with its uid or its source, else at the
 * end. Everything else stays, with its comments.
 * @param key the setting's full name
 * @throws Error if the text is not YAML
 */
export function withEntry(text: string, key: string, entry: DashboardEntry): string {
  const document = parseStackText(text);
  const path = ["config", key];
  const position = positionOf(document, path, entry);
  if (position === undefined) {
    put(document, path, [entry]);
  } else {
    document.setIn([...path, position], document.createNode(entry));
  }
  return stackTextOf(document, text);
}

/** Undefined where there is no list yet. */
function positionOf(
  document: Document,
  path: readonly string[],
  entry: DashboardEntry,
): number | undefined {
  const list = document.getIn(path);
  if (!isSeq(list)) return undefined;
  const same = list.items.findIndex(
    (item) => isMap(item) && (item.get("uid") === entry.uid || item.get("source") === entry.source),
  );
  return same === -1 ? list.items.length : same;
}
