import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readDashboardTexts } from "../../components/dashboard-texts";
import { anywhere } from "../../dashboards/board-context";
import { drawPage } from "../../dashboards/draw/draw-page";
import { durationText, type TimeWindow } from "../../dashboards/draw/interval";
import type { DrawnPage } from "../../dashboards/draw/page";
import { isObject, type Json, type JsonObject } from "../../dashboards/json";
import { plannedDashboards } from "../../plan/dashboards/planned-dashboards";
import { PlanError } from "../../plan/plan-error";
import { parseDuration } from "../../plan/settings/quantity";
import type { Settings } from "../../plan/settings/settings";
import type { Target } from "../../plan/targets/target";
import { stackContext } from "../../plan/watched-stack";
import { UserError } from "../../toolchain/user-error";
import { local, localStack } from "../local/paths";
import type { StackOutputs } from "../stack/outputs";
import { PrometheusApi } from "../stack/prometheus-api";
import { askOf, refuseSilence } from "./ask";

export interface PageOfStack {
  readonly stack: string;
  readonly outputs: StackOutputs;
  /** Undefined for a stack without settings. */
  readonly settings: Settings | undefined;
  readonly window: TimeWindow;
  /** Only this one of its boards. */
  readonly board?: string;
  /** Values for the boards' variables, by name. */
  readonly given: ReadonlyMap<string, readonly string[]>;
}

/** Where the page of a stack is written unless somebody says otherwise. */
export function pageFile(stack: string): string {
  return join(local.directory, stack === localStack ? "page.html" : `page-${stack}.html`);
}

/** Prometheus' own default, for a stack without settings. */
const defaultScrapeInterval = "15s";

/**
 * The boards of a stack as a page, drawn from its Prometheus as it answers now.
 * @throws UserError where it does not answer, or there is no such board
 */
export async function makePage(page: PageOfStack): Promise<DrawnPage> {
  const { stack, outputs, settings, window, given } = page;
  const prometheus = new PrometheusApi(outputs);
  const [boards] = await Promise.all([boardsOf(page), refuseSilence(prometheus, stack)]);
  const about = {
    stack,
    window,
    given,
    boards: chosen(boards, page),
    madeAt: new Date(),
    prometheusUrl: outputs.prometheusUrl,
    scrapeInterval: parseDuration(settings?.prometheus.scrapeInterval ?? defaultScrapeInterval),
    command: commandFor(page),
  };
  return drawPage(about, askOf(prometheus));
}

/** What the plan puts into Grafana, also where there is none. */
export async function boardsOf({
  settings,
  outputs,
}: Pick<PageOfStack, "settings" | "outputs">): Promise<readonly JsonObject[]> {
  const theirs = settings?.dashboards ?? [];
  try {
    const texts = await readDashboardTexts(theirs);
    const targets = outputs.targets as readonly Target[];
    const about = settings === undefined ? anywhere : stackContext(settings, targets);
    const { dashboards } = plannedDashboards(theirs, targets, about, texts);
    return dashboards.map(({ json }) => JSON.parse(json) as Json).filter(isObject);
  } catch (error) {
    throw error instanceof PlanError ? new UserError(error.message) : error;
  }
}

function chosen(
  boards: readonly JsonObject[],
  { stack, board }: PageOfStack,
): readonly JsonObject[] {
  if (boards.length === 0) {
    throw new UserError(
      `Stack ${stack} has no board: none of ours fits its targets (npm run targets), and ` +
        "chatqna-monitoring:dashboards in its settings names no other.",
    );
  }
  const found = boards.filter(({ uid }) => board === undefined || uid === board);
  if (found.length > 0) return found;
  const uids = boards.map(({ uid }) => (typeof uid === "string" ? uid : "")).join(", ");
  throw new UserError(`Stack ${stack} has no board "${board ?? ""}". There are: ${uids}.`);
}

/** What to type for the same page as of a later time. */
function commandFor({ stack, window, board, given }: PageOfStack): string {
  const last = durationText(Math.round((window.to - window.from) / 1000) * 1000);
  const variables = [...given].flatMap(([name, values]) =>
    values.map((value) => ` --var ${shellWord(`${name}=${value}`)}`),
  );
  const only = board === undefined ? "" : ` --board ${shellWord(board)}`;
  return `npm run page -- --stack ${stack} --last ${last}${only}${variables.join("")}`;
}

function shellWord(text: string): string {
  return /^[\w=.:/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** @throws UserError where the file cannot be written */
export function writePage(file: string, { html }: DrawnPage): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, html);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${file} cannot be written: ${reason}`);
  }
}
