import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { TimeWindow } from "../dashboards/draw/interval";
import type { DrawnPage } from "../dashboards/draw/page";
import { durationPattern, parseDuration } from "../plan/settings/quantity";
import { createProgress } from "../toolchain/progress";
import { UserError } from "../toolchain/user-error";
import { makePage, pageFile, writePage } from "./page/make-page";
import { checkSettings } from "./stack/check-settings";
import { engineOf } from "./stack/engine-of";
import { readOutputs } from "./stack/outputs";
import { formatTable } from "./stack/table";

const help = `npm run page [-- --stack <name>] [--last <duration>] [options]

Draws the dashboards of a stack as one HTML file, which needs no Grafana, no network and no script.

  --stack <name>        Default local.
  --last <duration>     How far it reaches back: 15m, 6h, 2d. Default 15m.
  --until <time>        Its end: 2026-11-25T04:30, in this machine's time zone. Default now.
  --board <uid>         Only this board.
  --var <name>=<value>  What to choose for a variable of the boards. Several values: repeat it.
  --out <file>          Default .local/page.html, for another stack .local/page-<name>.html.
  --json                For machines: the file, and the panels without data with the reason.

Exit code: 0 when the page was written, 1 otherwise.
`;

export async function main(args: readonly string[]): Promise<number> {
  const started = performance.now();
  const options = readOptions(args);
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  const { stack, window, board, given } = options;
  const outputs = await readOutputs(await engineOf(stack, createProgress()), stack);
  const page = await makePage({
    stack,
    outputs,
    settings: checkSettings(stack),
    window,
    given,
    ...(board !== undefined && { board }),
  });
  const file = resolve(options.out ?? pageFile(stack));
  writePage(file, page);
  const report = { file, page, window, seconds: (performance.now() - started) / 1000 };
  process.stdout.write(options.json ? machineReport(report) : reportText(report));
  return 0;
}

function readOptions(args: readonly string[]) {
  const { values } = parse(args);
  const { stack, last, until, board, out, json, help: wantsHelp } = values;
  return {
    stack,
    window: windowOf(last, until),
    board,
    given: givenValues(values.var),
    out,
    json,
    help: wantsHelp,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        stack: { type: "string", default: "local" },
        last: { type: "string", default: "15m" },
        until: { type: "string" },
        board: { type: "string" },
        var: { type: "string", multiple: true, default: [] },
        out: { type: "string" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new UserError(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
}

function windowOf(last: string, until: string | undefined): TimeWindow {
  const range = durationPattern.test(last) ? parseDuration(last) : 0;
  if (range < 1000) {
    throw new UserError(`--last takes a duration such as 15m or 6h, found "${last}".`);
  }
  const to = until === undefined ? Date.now() : Date.parse(until);
  if (Number.isNaN(to)) {
    throw new UserError(`--until takes a time such as 2026-11-25T04:30, found "${until ?? ""}".`);
  }
  return { from: to - range, to };
}

function givenValues(texts: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const given = new Map<string, readonly string[]>();
  for (const text of texts) {
    const [, name, value] = /^(\w+)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined) {
      throw new UserError(`--var takes name=value, found "${text}".`);
    }
    given.set(name, [...(given.get(name) ?? []), value]);
  }
  return given;
}

interface Report {
  readonly file: string;
  readonly page: DrawnPage;
  readonly window: TimeWindow;
  readonly seconds: number;
}

function reportText({ file, page, seconds }: Report): string {
  const panels = page.boards.flatMap((board) => board.panels);
  const empty = emptyPanels(page);
  const kilobytes = Math.round(Buffer.byteLength(page.html) / 1000);
  const counts = `${page.boards.length} boards, ${panels.length} panels, ${kilobytes} kB, ${seconds.toFixed(1)} s`;
  const without =
    empty.length === 0
      ? ""
      : `\nWithout data:\n${formatTable(empty.map(({ board, panel, reason }) => [board, panel, reason]))}`;
  return `${counts}\n${pathToFileURL(file).href}\n${without}`;
}

function machineReport({ file, page, window, seconds }: Report): string {
  const report = {
    file,
    bytes: Buffer.byteLength(page.html),
    seconds: Number(seconds.toFixed(3)),
    from: new Date(window.from).toISOString(),
    to: new Date(window.to).toISOString(),
    boards: page.boards.map(({ uid, title, panels }) => ({ uid, title, panels: panels.length })),
    withoutData: emptyPanels(page),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function emptyPanels({ boards }: DrawnPage) {
  return boards.flatMap((board) =>
    board.panels.flatMap(({ title, missing }) =>
      missing === undefined ? [] : [{ board: board.uid, panel: title, reason: missing }],
    ),
  );
}
