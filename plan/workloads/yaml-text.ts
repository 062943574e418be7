import { Document, type Node, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import type { Reference, Text } from "./workload";

/** A YAML value that may hold comments, and holes that only the platform can fill. */
export type YamlValue =
  | string
  | number
  | boolean
  | undefined
  | readonly YamlValue[]
  | YamlText
  | YamlComment
  | YamlFields;

/** A string with holes. What fills them may hold no `"` and no `\`: addresses, bcrypt hashes. */
export interface YamlText {
  readonly filled: Text;
}

/** A value with a comment above it. */
export interface YamlComment {
  readonly comment: string;
  readonly value: YamlValue;
}

export interface YamlFields {
  readonly [key: string]: YamlValue;
}

export function renderYaml(value: YamlValue): Text {
  const holes = new Holes();
  const document = new Document();
  document.contents = toNode(value, holes);
  return holes.restore(document.toString({ lineWidth: 0 }));
}

function toNode(value: YamlValue, holes: Holes): Node {
  if (value === undefined || typeof value !== "object") return new Scalar(value);
  if (isList(value)) {
    const list = new YAMLSeq<Node>();
    list.items = value.map((item) => toNode(item, holes));
    if (list.items.length === 0) list.flow = true;
    return list;
  }
  if (isText(value)) return holes.scalar(value.filled);
  if (isComment(value)) {
    const node = toNode(value.value, holes);
    node.commentBefore = ` ${value.comment}`;
    return node;
  }
  const map = new YAMLMap<Scalar, Node>();
  for (const [key, field] of Object.entries(value)) {
    if (field !== undefined) map.items.push(new Pair(new Scalar(key), toNode(field, holes)));
  }
  if (map.items.length === 0) map.flow = true;
  return map;
}

/** Keeps the place of each hole by a token while the YAML library writes the text. */
class Holes {
  private readonly references: Reference[] = [];

  scalar(text: Text): Scalar {
    const parts = typeof text === "string" ? [text] : text;
    const value = parts.map((part) => (typeof part === "string" ? part : this.token(part)));
    const scalar = new Scalar(value.join(""));
    scalar.type = Scalar.QUOTE_DOUBLE;
    return scalar;
  }

  restore(text: string): Text {
    if (this.references.length === 0) return text;
    return text.split(/<hole (\d+)>/).map((part, index) => {
      const reference = index % 2 === 1 ? this.references[Number(part)] : undefined;
      return reference ?? part;
    });
  }

  private token(reference: Reference): string {
    this.references.push(reference);
    return `<hole ${this.references.length - 1}>`;
  }
}

function isList(value: object): value is readonly YamlValue[] {
  return Array.isArray(value);
}

function isText(value: object): value is YamlText {
  return "filled" in value;
}

function isComment(value: object): value is YamlComment {
  return "comment" in value && "value" in value;
}
