import type { RuleGroup } from "./rule";

export interface ScrapeTiming {
  /** Seconds between two scrapes of a target. */
  readonly scrapeInterval: number;
  /** Seconds after which a scrape is given up and its target counts as down. */
  readonly scrapeTimeout: number;
}

/**
 * What can be said of every target, whatever it serves.
 *
 * `up` exists from the first scrape on, also for servers whose own metrics appear lazily (TGI and
 * TEI answer an empty body until their first request), so these alerts never mistake a server that
 * has had no work yet for one that is gone.
 */
export function scrapingRules(timing: ScrapeTiming): RuleGroup {
  const slow = timing.scrapeTimeout / 2;
  return {
    name: "scraping",
    rules: [
      {
        alert: "TargetDown",
        expr: "up == 0",
        // One lost scrape is a restart or a hiccup; a container that is pulled up again by its
        // restart policy is back within a minute. Never shorter than four scrapes.
        for: `${Math.max(60, 4 * timing.scrapeInterval)}s`,
        severity: "critical",
        summary: "A target cannot be scraped",
        description:
          "{{ $labels.component }} ({{ $labels.job }}) at {{ $labels.instance }} has not answered Prometheus. " +
          "Either the service is down or its /metrics cannot be reached; nothing else is known of it meanwhile.",
        runbook: "target-down",
      },
      {
        alert: "ScrapeSlow",
        expr: `scrape_duration_seconds > ${slow}`,
        // A slow scrape costs nothing but a late sample. It matters when it stays: the next step is
        // the time-out, which loses every series of the target at once.
        for: "5m",
        severity: "warning",
        summary: "Scraping a target takes more than half of its time-out",
        description:
          "Scraping {{ $labels.component }} ({{ $labels.job }}) at {{ $labels.instance }} takes " +
          `{{ $value | humanizeDuration }}; after ${timing.scrapeTimeout} s it is given up and the target counts as down.`,
        runbook: "scrape-slow",
      },
    ],
  };
}
