import { type Html, html } from "./html";

/**
 * The part of Markdown that text panels use: headings, paragraphs, lists, code, emphasis, links. HTML
 * in it stands as text, and images are named instead of loaded.
 */
export function markdown(text: string): Html {
  const blocks = text.replaceAll("\r\n", "\n").match(/```[^]*?```|(?:(?!\n\s*\n|```)[^])+/g) ?? [];
  return html`${blocks.filter((block) => block.trim() !== "").map(blockOf)}`;
}

/** The words of an HTML text panel. Its markup could load or run something. */
export function wordsOf(text: string): string {
  return text
    .replace(/<(script|style)[^]*?<\/\1>/gi, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/[ \t]+/g, " ")
    .trim();
}

function blockOf(block: string): Html {
  const [, code] = /^```\w*\n?([^]*?)```$/.exec(block.trim()) ?? [];
  if (code !== undefined) return html`<pre>${code}</pre>`;
  const lines = block.trim().split("\n");
  const parts: Html[] = [];
  let plain: string[] = [];
  let items: string[] = [];
  const flush = () => {
    if (plain.length > 0) parts.push(html`<p>${inline(plain.join(" "))}</p>`);
    if (items.length > 0)
      parts.push(
        html`<ul>
          ${items.map((item) => html`<li>${inline(item)}</li>`)}
        </ul>`,
      );
    plain = [];
    items = [];
  };
  for (const line of lines) {
    const [, heading] = /^#{1,6}\s+(.*?)\s*#*$/.exec(line) ?? [];
    const [, item] = /^\s*(?:[-*+]|\d+\.)\s+(.*)$/.exec(line) ?? [];
    if (heading === undefined && item === undefined) {
      // A line below an item goes on with it.
      if (items.length > 0) items.push(`${items.pop() ?? ""} ${line.trim()}`);
      else plain.push(line.trim());
      continue;
    }
    if (heading !== undefined || plain.length > 0) flush();
    if (heading !== undefined) parts.push(html`<h4>${inline(heading)}</h4>`);
    if (item !== undefined) items.push(item);
  }
  flush();
  return html`${parts}`;
}

const pieces =
  /`([^`]+)`|\*\*(.+?)\*\*|__(.+?)__|\*([^*\s][^*]*)\*|!?\[([^\]]*)\]\(([^)\s]*)[^)]*\)/;

function inline(text: string): Html {
  const match = pieces.exec(text);
  if (match === null) return html`${text}`;
  const [whole, code, strong, strong2, emphasis, label = "", address = ""] = match;
  const before = text.slice(0, match.index);
  const after = inline(text.slice(match.index + whole.length));
  const bold = strong ?? strong2;
  if (code !== undefined) return html`${before}<code>${code}</code>${after}`;
  if (bold !== undefined) return html`${before}<strong>${inline(bold)}</strong>${after}`;
  if (emphasis !== undefined) return html`${before}<em>${inline(emphasis)}</em>${after}`;
  // Only what leads somewhere outside of the page; a link is no request until it is followed.
  if (whole.startsWith("!") || !/^https?:\/\//.test(address))
    return html`${before}${label}${after}`;
  return html`${before}<a href="${address}" rel="noreferrer">${inline(label)}</a>${after}`;
}
