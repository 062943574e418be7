import { objectsIn, type JsonObject, textOf } from "../../dashboards/json";
import { durationText, roundInterval } from "../../dashboards/draw/interval";
import { numberAt } from "../../dashboards/draw/json-path";
import { titleOf } from "../../dashboards/dashboard-json";

/** What one refresh of a board asks of Prometheus. */
export interface BoardCost {
  readonly queries: number;
  /** Samples that Prometheus reads to answer. */
  readonly samples: number;
  /** Of evaluation, as Prometheus measures it. */
  readonly seconds: number;
  /** The dearest first. */
  readonly panels: readonly PanelCost[];
}

export interface PanelCost {
  readonly title: string;
  readonly samples: number;
  readonly seconds: number;
}

export interface Refresh {
  readonly url: string;
  /** Unix time in seconds. */
  readonly end: number;
  readonly range: number;
  readonly scrapeInterval: number;
  /** The board's variables, by name. */
  readonly variables: Readonly<Record<string, string>>;
}

/** A screen of 1,440 pixels, a point for each. */
const pixelsPerColumn = 60;

/** Every query of every panel that is shown when the board is opened: shut rows ask nothing. */
export async function costOf(board: JsonObject, refresh: Refresh): Promise<BoardCost> {
  let [queries, samples, seconds] = [0, 0, 0];
  const panels: PanelCost[] = [];
  for (const panel of objectsIn(board["panels"]).filter(({ type }) => type !== "row")) {
    let [ofPanel, time] = [0, 0];
    for (const target of objectsIn(panel["targets"])) {
      const expr = textOf(target["expr"]) ?? "";
      if (expr === "") continue;
      const cost = await ask(expr, target["instant"] === true, panel, refresh);
      queries += 1;
      ofPanel += cost.samples;
      time += cost.seconds;
    }
    samples += ofPanel;
    seconds += time;
    panels.push({ title: titleOf(panel), samples: ofPanel, seconds: time });
  }
  panels.sort((a, b) => b.seconds - a.seconds);
  return { queries, samples, seconds, panels };
}

interface Stats {
  readonly timings: { readonly evalTotalTime: number };
  readonly samples: { readonly totalQueryableSamples: number };
}

async function ask(
  expr: string,
  isInstant: boolean,
  panel: JsonObject,
  { url, end, range, scrapeInterval, variables }: Refresh,
): Promise<{ samples: number; seconds: number }> {
  const points =
    numberAt(panel, "maxDataPoints") ?? (numberAt(panel, "gridPos", "w") ?? 12) * pixelsPerColumn;
  const interval = Math.max(scrapeInterval, roundInterval((range * 1000) / points) / 1000);
  const rateInterval = Math.max(interval + scrapeInterval, 4 * scrapeInterval);
  const values = {
    __rate_interval: durationText(rateInterval * 1000),
    __interval: durationText(interval * 1000),
    __range: `${range}s`,
    ...variables,
  };
  const query = Object.entries(values).reduce(
    (text, [name, value]) => text.replaceAll(`$${name}`, value),
    expr,
  );
  const at: Record<string, string> = isInstant
    ? { time: String(end) }
    : { start: String(end - range), end: String(end), step: String(interval) };
  const body = new URLSearchParams({ query, stats: "all", ...at });
  const path = isInstant ? "query" : "query_range";
  const response = await fetch(`${url}/api/v1/${path}`, { method: "POST", body });
  const answer = (await response.json()) as { error?: string; data?: { stats: Stats } };
  if (answer.data === undefined) throw new Error(`${answer.error ?? "no answer"}\n  in ${query}`);
  const { samples, timings } = answer.data.stats;
  return { samples: samples.totalQueryableSamples, seconds: timings.evalTotalTime };
}
