import { type Document, isMap, parseDocument } from "yaml";

/*
 * A stack's settings file as a document that can be changed and written again, its comments and its
 * indentation kept.
 */

/** @throws Error if the text is not YAML */
export function parseStackText(text: string): Document {
  const document = parseDocument(text, { logLevel: "silent" });
  if (document.errors.length > 0) throw new Error("is not valid YAML");
  return document;
}

/** As `setIn`, which fails where a key on the way has no value. */
export function put(document: Document, path: readonly string[], value: unknown): void {
  for (let depth = 1; depth < path.length; depth += 1) {
    const parent = path.slice(0, depth);
    if (!isMap(document.getIn(parent))) document.setIn(parent, document.createNode({}));
  }
  const isScalar = typeof value !== "object";
  document.setIn(path, isScalar ? value : document.createNode(value));
}

/** @param original what it was parsed from: a file keeps the indentation that it has */
export function stackTextOf(document: Document, original: string): string {
  return document.toString({ lineWidth: 0, indent: indentOf(original) });
}

/** Pulumi writes two or four spaces, depending on its version. */
function indentOf(text: string): number {
  return /^( +)\S/m.exec(text)?.[1]?.length ?? 2;
}
