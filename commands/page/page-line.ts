import { pathToFileURL } from "node:url";
import { localStack } from "../local/paths";
import { type PageOfStack, boardsOf, makePage, pageFile, writePage } from "./make-page";

/** As far back as the page at the end of `npm start` reaches, in milliseconds. */
const reach = 15 * 60_000;

/**
 * Stack `local` without a Grafana has its dashboards as a page, made in under a second: the line
 * that says where. Undefined where Grafana shows them or there are none. A page that cannot be made
 * is told in that line: the stack is up all the same.
 */
export async function pageLine(
  page: Pick<PageOfStack, "stack" | "outputs" | "settings">,
): Promise<string | undefined> {
  if (page.stack !== localStack || page.outputs.grafanaUrl !== undefined) return undefined;
  const to = Date.now();
  try {
    if ((await boardsOf(page)).length === 0) return undefined;
    const drawn = await makePage({ ...page, window: { from: to - reach, to }, given: new Map() });
    const file = pageFile(page.stack);
    writePage(file, drawn);
    return `Dashboards as of now, without Grafana: ${pathToFileURL(file).href} (again: npm run page)`;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `The dashboards could not be drawn: ${reason}`;
  }
}
