import { trusted } from "./html";

/**
 * One sheet for screen, phone and paper. The grid is Grafana's 24 columns where there is room for
 * it; charts stretch with their panels and their texts do not.
 */
export const styleSheet = trusted(`
:root {
  --page: #f4f5f7; --panel: #fff; --edge: #e2e5ea; --rule: #eceef1; --text: #1d2330; --muted: #626b7a;
  --red: #c4313b; --orange: #b45f06; --yellow: #8f6f00; --green: #1b7f4c; --blue: #2563c9; --purple: #7546b8;
  --heat: #1f5fbf; --track: #e9ecf0; --link: #1f5fbf;
  --series-0: #2f6bd8; --series-1: #d97a08; --series-2: #2c9a62; --series-3: #8a54c9; --series-4: #cf3f53;
  --series-5: #1793a5; --series-6: #b8860b; --series-7: #c2478f; --series-8: #5d7a1f; --series-9: #64748b;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    color-scheme: dark;
    --page: #101318; --panel: #181c23; --edge: #262c36; --rule: #242a33; --text: #dfe3ea; --muted: #949dac;
    --red: #f2707c; --orange: #f0a04b; --yellow: #dcbb4a; --green: #57c68a; --blue: #77a9f7; --purple: #b798f2;
    --heat: #6da6ff; --track: #2a303a; --link: #8ab4ff;
    --series-0: #6ea3f7; --series-1: #f0a04b; --series-2: #57c68a; --series-3: #b798f2; --series-4: #f2707c;
    --series-5: #4cc3d4; --series-6: #dcbb4a; --series-7: #e788bf; --series-8: #aac455; --series-9: #9aa8bd;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 20px 20px 28px; max-width: 1760px; background: var(--page); color: var(--text);
  font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
h1, h2, h3, h4, p, ul, dl, dd { margin: 0; padding: 0; }
ul { list-style: none; }
a { color: var(--link); }
code, pre { font: 12px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
summary { cursor: pointer; }
summary:focus-visible, a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }

header.page { display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 16px; }
header.page h1 { font-size: 20px; font-weight: 650; }
header.page p { color: var(--muted); font-variant-numeric: tabular-nums; }
header.page p span { margin-left: 8px; }
nav { flex-basis: 100%; display: flex; flex-wrap: wrap; gap: 4px 16px; padding-top: 6px; }
footer { margin-top: 24px; color: var(--muted); font-size: 13px; }
footer p + p { margin-top: 4px; }

.board { margin-top: 22px; }
.board > h2 { font-size: 17px; font-weight: 600; }
.description { max-width: 90ch; color: var(--muted); }
.choices { display: flex; flex-wrap: wrap; gap: 4px 20px; margin-top: 8px; font-size: 13px; }
.choices div { display: flex; gap: 6px; min-width: 0; }
.choices dt, .choices small { color: var(--muted); }
.choices small { font-size: inherit; overflow-wrap: anywhere; }
.choices small::before { content: "· "; }

.row { margin-top: 16px; }
.row > summary { display: flex; align-items: baseline; gap: 8px; list-style: none; padding: 2px 0 8px; }
.row > summary::-webkit-details-marker { display: none; }
.row > summary::before { content: ""; flex: none; width: 6px; height: 6px; border: solid var(--muted); border-width: 0 1.5px 1.5px 0; transform: translateY(-2px) rotate(-45deg); }
.row[open] > summary::before { transform: translateY(-3px) rotate(45deg); }
.row > summary h3 { font-size: 14px; font-weight: 600; }
.row > summary small { color: var(--muted); font-size: 13px; }
.board > .grid { margin-top: 14px; }

.grid { display: grid; grid-template-columns: repeat(24, minmax(0, 1fr)); grid-auto-rows: minmax(28px, auto); gap: 8px; }
.panel {
  grid-column: var(--column); grid-row: var(--row); container-type: inline-size; min-width: 0;
  display: flex; flex-direction: column; gap: 8px; padding: 9px 12px 11px;
  background: var(--panel); border: 1px solid var(--edge); border-radius: 4px;
}
.panel h4 { display: inline; font-size: 13px; font-weight: 550; line-height: 1.35; }
.about > summary { list-style: none; position: relative; padding-right: 20px; }
.about > summary::-webkit-details-marker { display: none; }
.about > summary::after {
  content: "i"; position: absolute; top: 2px; right: 0; width: 13px; height: 13px; border: 1px solid; border-radius: 50%;
  font: italic 9px/11px Georgia, serif; text-align: center; color: var(--muted); opacity: .7;
}
.about > summary:hover::after, .about[open] > summary::after { opacity: 1; color: var(--link); }
.about > div { padding: 6px 0 4px; color: var(--muted); font-size: 13px; }
.about dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 4px 8px; margin-top: 8px; }
.about dt { font-size: 12px; }

.chart { flex: 1; display: grid; grid-template: minmax(104px, 1fr) 18px / auto minmax(0, 1fr) auto; column-gap: 6px; padding: 5px 14px 0 0; }
.chart .y, .chart .x { position: relative; color: var(--muted); font-size: 11px; font-variant-numeric: tabular-nums; white-space: nowrap; }
.chart .y { grid-area: 1 / 1; min-width: 20px; }
.chart .y.right { grid-area: 1 / 3; margin-right: -14px; }
.chart .y i { display: block; height: 0; visibility: hidden; font-style: normal; }
.chart .y span { position: absolute; right: 0; transform: translateY(50%); line-height: 1; }
.chart .y.right span { right: auto; left: 0; }
.chart .x { grid-area: 2 / 2; }
.chart .x span { position: absolute; top: 5px; transform: translateX(-50%); line-height: 1.1; }
.chart .plot { grid-area: 1 / 2; position: relative; }
.plot svg, .spark svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible; clip-path: inset(-2px -2px -1px -2px); }
.plot path, .spark path { vector-effect: non-scaling-stroke; }
.rule { stroke: var(--rule); stroke-width: 1; fill: none; }
.line { fill: none; stroke: currentColor; stroke-linejoin: round; stroke-linecap: round; }
.area { fill: currentColor; stroke: none; }
.limit { stroke: currentColor; stroke-width: 1; fill: none; opacity: .75; }
.cell { fill: var(--heat); shape-rendering: crispEdges; }
@container (max-width: 400px) { .chart .x .second { display: none; } }

.legend { display: flex; flex-wrap: wrap; gap: 2px 16px; font-size: 12px; line-height: 1.4; }
.legend li { display: flex; align-items: baseline; gap: 6px; min-width: 0; max-width: 100%; }
.legend li > i { flex: none; width: 12px; align-self: center; border-top: 2px solid; }
.legend li > i.dashed { border-top-style: dotted; }
.legend li > span { color: var(--muted); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.legend b { font-weight: 500; font-variant-numeric: tabular-nums; white-space: nowrap; }
.legend b small { color: var(--muted); font-weight: 400; font-size: inherit; }
.more { font-size: 12px; color: var(--muted); }

.stats { flex: 1; display: flex; flex-wrap: wrap; gap: 10px 16px; }
.stat { --value: var(--text); flex: 1 1 110px; min-width: 0; display: flex; flex-direction: column; gap: 4px; }
.name { color: var(--muted); font-size: 12px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.value { color: var(--value); font-size: clamp(20px, 14cqi, 34px); line-height: 1.15; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.value b { font-weight: 600; letter-spacing: -.01em; }
.value small { font-size: .52em; font-weight: 500; margin-left: .22em; }
.stat .spark { position: relative; flex: 1; min-height: 34px; margin: 0 -12px -11px; overflow: hidden; border-radius: 0 0 3px 3px; }
.stat.tinted { background: color-mix(in srgb, var(--value) 14%, transparent); border-radius: 4px; padding: 8px 12px 11px; overflow: hidden; }

.bars { display: grid; gap: 9px; font-size: 13px; align-content: start; }
.bars li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 3px 10px; }
.bars span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.bars b { font-weight: 500; font-variant-numeric: tabular-nums; }
.bars li > i { grid-column: 1 / -1; height: 6px; border-radius: 3px; background: var(--track); overflow: hidden; }
.bars li > i > i { display: block; height: 100%; border-radius: 3px; }

.gauges { flex: 1; display: flex; flex-wrap: wrap; justify-content: center; gap: 8px; }
.gauge { flex: 0 1 210px; text-align: center; align-self: center; }
.gauge svg { display: block; width: 100%; }
.gauge path { fill: none; stroke: currentColor; stroke-width: 16; }
.gauge .track { stroke: var(--track); }
.gauge .limits { stroke-width: 3; }
.gauge .value { margin-top: -52px; font-size: 26px; }
.gauge .name { display: block; margin-top: 18px; }

.table { overflow-x: auto; max-height: 30em; overflow-y: auto; }
table { width: 100%; border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { padding: 4px 14px 4px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--rule); }
th { color: var(--muted); font-weight: 500; font-size: 12px; white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
td { overflow-wrap: anywhere; }
.number { text-align: right; white-space: nowrap; }

.text { max-width: 80ch; }
.text > * + * { margin-top: 8px; }
.text h4 { display: block; }
.text ul { list-style: disc; padding-left: 20px; }
.text pre { white-space: pre-wrap; }
.ramp { display: flex; align-items: center; gap: 6px; color: var(--muted); font-size: 11px; font-variant-numeric: tabular-nums; }
.ramp i { width: 90px; height: 6px; background: linear-gradient(to right, color-mix(in srgb, var(--heat) 8%, transparent), var(--heat)); }
.missing { flex: 1; display: flex; flex-direction: column; justify-content: center; gap: 4px; color: var(--muted); font-size: 13px; }
.missing b { font-size: 16px; font-weight: 500; }
.note { color: var(--muted); font-size: 12px; }

@media (max-width: 1080px) {
  .grid { grid-auto-rows: auto; }
  .panel { grid-row: auto; grid-column: span 12; }
  .panel[data-width="narrow"] { grid-column: span 8; }
  .panel[data-width="wide"] { grid-column: span 24; }
  .panel:has(.chart) { min-height: 250px; }
}
@media screen and (max-width: 640px) {
  body { padding: 14px 10px 24px; }
  .panel { grid-column: span 24; }
  .panel[data-width="narrow"] { grid-column: span 12; }
  .panel[data-width="narrow"]:has(.chart, .table) { grid-column: span 24; }
  .choices { flex-direction: column; }
}
@media print {
  @page { margin: 12mm; }
  :root { --page: #fff; --edge: #d5d9df; }
  body { padding: 0; max-width: none; font-size: 12px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .panel, .row > summary, .board > h2 { break-inside: avoid; }
  .row > summary, .board > h2, .description, .choices { break-after: avoid; }
  .panel:has(.chart) { min-height: 210px; }
  .row::details-content { content-visibility: visible; display: block; height: auto; }
  .about > summary::after, .row > summary::before, nav { display: none; }
  .table { max-height: none; overflow: visible; }
}
`);
