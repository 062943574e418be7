import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { type Browser, chromium as playwright, type Page } from "playwright-core";
import { askOf } from "../../../commands/page/ask";
import { PrometheusApi } from "../../../commands/stack/prometheus-api";
import { drawPage } from "../../../dashboards/draw/draw-page";
import type { DrawnPage } from "../../../dashboards/draw/page";
import { importDashboard } from "../../../dashboards/import/import-dashboard";
import { testTools, unless } from "../../tools";
import { type ScrapingPrometheus, startScrapingTgi } from "../scraping-prometheus";

const looks = [
  { name: "light", width: 1440, colorScheme: "light", media: "screen" },
  { name: "dark", width: 1440, colorScheme: "dark", media: "screen" },
  { name: "phone", width: 390, colorScheme: "light", media: "screen" },
  { name: "print", width: 718, colorScheme: "dark", media: "print" },
] as const;

describe("the page in a browser", { skip: unless(testTools.prometheus, "Prometheus") }, () => {
  const directory = mkdtempSync(join(tmpdir(), "page-"));
  const problems: string[] = [];
  let prometheus: ScrapingPrometheus | undefined;
  let browser: Browser | undefined;
  let drawn: DrawnPage;
  let page: Page;

  before(async () => {
    prometheus = await startScrapingTgi(testTools.prometheus ?? "", ["tgi-2.4.0-v3", "tgi-3.3.7"]);
    drawn = await drawnWithData(prometheus.url);
    const file = join(directory, "page.html");
    writeFileSync(file, drawn.html);
    browser = await launched();
    page = await browser.newPage();
    page.on("console", (message) => problems.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
    const address = pathToFileURL(file).href;
    await page.route("**/*", async (route) => {
      const url = route.request().url();
      if (url === address || url.startsWith("data:")) return route.continue();
      problems.push(`request: ${url}`);
      return route.abort();
    });
    await page.goto(address);
  });
  after(async () => {
    await browser?.close();
    await prometheus?.stop();
    rmSync(directory, { recursive: true });
  });

  for (const { name, width, colorScheme, media } of looks) {
    it(`shows every panel with data, ${name}`, async () => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, media });
      if (media === "screen") {
        const shut = page.locator("details.row:not([open]) > summary");
        while ((await shut.count()) > 0) await shut.first().click();
      }
      const panels = await page.evaluate<readonly PanelLook[]>(panelLooks);
      assert.equal(panels.length, 36);
      assert.deepEqual(
        panels.filter((each) => each.state !== "drawn" || !each.isVisible || !each.isMarked),
        [],
      );
      const tooWide = await page.evaluate<number>(overflow);
      assert.ok(tooWide <= 0, `the page is ${tooWide} pixels wider than the window`);
    });
  }

  it("is light on paper and dark where the device is", async () => {
    const background = async (colorScheme: "light" | "dark", media: "screen" | "print") => {
      await page.emulateMedia({ colorScheme, media });
      return page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    };
    assert.equal(await background("dark", "print"), "rgb(255, 255, 255)");
    assert.notEqual(await background("dark", "screen"), await background("light", "screen"));
  });

  it("opens what a panel means and what it asks", async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: "light", media: "screen" });
    const about = page.locator(".about").first();
    await about.locator("summary").click();
    assert.match(
      await about.innerText(),
      /Estimated mean[^]*rate\(tgi_request_validation_duration_sum/,
    );
  });

  it("asks for nothing outside of itself, and the console stays empty", () => {
    assert.deepEqual(problems, []);
  });
});

/** A panel as the browser laid it out. */
interface PanelLook {
  readonly title: string;
  readonly state: string;
  readonly isVisible: boolean;
  /** Whether a line, a cell or a number of it is seen. */
  readonly isMarked: boolean;
}

// Texts, as the project is not compiled with a browser's names.
const panelLooks = `[...document.querySelectorAll(".panel")].map((panel) => {
  const { width, height } = panel.getBoundingClientRect();
  const marks = [...panel.querySelectorAll(".line, .cell, .value")];
  return {
    title: panel.querySelector("h4")?.textContent ?? "",
    state: panel.dataset.state,
    isVisible: width > 60 && height > 60,
    isMarked: marks.some((mark) => mark.getClientRects().length > 0),
  };
})`;
const overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

async function launched(): Promise<Browser> {
  const { default: chromium } = await import("@sparticuz/chromium");
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: chromium.args,
  });
}

/** As soon as every panel has data: the recording is played within seconds. */
async function drawnWithData(url: string): Promise<DrawnPage> {
  const file = "tgi_grafana.json";
  const text = readFileSync(join(__dirname, "..", "..", "..", "dashboards", file), "utf8");
  const { dashboard } = importDashboard(text, { source: file });
  const api = new PrometheusApi({ prometheusUrl: url, targets: [], notes: [] });
  const deadline = Date.now() + 60_000;
  for (;;) {
    const to = Date.now();
    const request = {
      stack: "test",
      window: { from: to - 30_000, to },
      madeAt: new Date(to),
      prometheusUrl: url,
      scrapeInterval: 500,
      command: "npm run page",
      boards: [dashboard],
      given: new Map<string, readonly string[]>(),
    };
    const drawn = await drawPage(request, askOf(api));
    const empty = drawn.boards.flatMap(({ panels }) =>
      panels.flatMap(({ title, missing }) =>
        missing === undefined ? [] : [`${title}: ${missing}`],
      ),
    );
    if (empty.length === 0) return drawn;
    if (Date.now() > deadline) throw new Error(`Without data after 60 s:\n${empty.join("\n")}`);
    await setTimeout(500);
  }
}
