/**
 * A text as Python prints its UTF-8 bytes: `b' it\xc3\xa9'`. So the megaservice sends every piece of
 * an answer.
 */
export function pythonBytes(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let written = "";
  for (const byte of Buffer.from(text, "utf8")) written += escaped(byte, quote);
  return `b${quote}${written}${quote}`;
}

function escaped(byte: number, quote: string): string {
  if (byte === 0x0a) return "\\n";
  if (byte === 0x0d) return "\\r";
  if (byte === 0x09) return "\\t";
  const character = String.fromCharCode(byte);
  if (character === "\\" || character === quote) return `\\${character}`;
  if (byte >= 0x20 && byte < 0x7f) return character;
  return `\\x${byte.toString(16).padStart(2, "0")}`;
}
