import { type Fields, isFields, listIn, textIn } from "./json-fields";

/**
 * The text of the messages of a chat in OpenAI's format, as one prompt; undefined if they are not in
 * that format.
 */
export function promptOfMessages(fields: Fields): string | undefined {
  const messages = listIn(fields, "messages");
  if (messages === undefined) return undefined;
  const texts = messages.map((message) => (isFields(message) ? contentOf(message) : undefined));
  return texts.every((text) => text !== undefined) ? texts.join("\n") : undefined;
}

function contentOf(message: Fields): string | undefined {
  const text = textIn(message, "content");
  if (text !== undefined) return text;
  const parts = listIn(message, "content");
  if (parts === undefined) return message["content"] === null ? "" : undefined;
  return parts.map((part) => (isFields(part) ? (textIn(part, "text") ?? "") : "")).join("\n");
}
