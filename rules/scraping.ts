import { type RuleGroup, board } from "./rule";
import { duration, inWords } from "./seconds";
import { type WatchedStack, watches } from "./watched-stack";

/** Restarts in half an hour. One is a deployment, two are a deployment that was corrected. */
const restarts = 3;

/** Of what a scrape may bring. Over the limit every series of the target is lost at once. */
const nearLimit = 0.8;

/**
 * What can be said of every target, whatever it serves.
 *
 * `up` exists from the first scrape on, also for servers whose own metrics appear lazily (TGI and
 * TEI answer an empty body until their first request), so these alerts never mistake a server that
 * has had no work yet for one that is gone.
 */
export function scrapingRules(stack: WatchedStack): RuleGroup {
  const { scrapeInterval, scrapeTimeout } = stack.timing;
  const slow = scrapeTimeout / 2;
  const down = Math.max(60, 4 * scrapeInterval);
  const who = "{{ $labels.component }} ({{ $labels.job }}) at {{ $labels.instance }}";
  const monitoring = board("chatqna-monitoring");
  return {
    name: "scraping",
    rules: [
      {
        alert: "TargetDown",
        expr: "up == 0",
        // One lost scrape is a restart or a hiccup; a container that is pulled up again by its
        // restart policy is back within a minute. Never shorter than four scrapes.
        for: `${down}s`,
        severity: "critical",
        when: `a target has not answered Prometheus for ${inWords(down)}`,
        summary: "A target cannot be scraped",
        description:
          `${who} has not answered Prometheus. ` +
          "Either the service is down or its /metrics cannot be reached; nothing else is known of it meanwhile.",
        runbook: "target-down",
        board: monitoring,
      },
      ...missingJobs(stack),
      {
        alert: "TargetFlapping",
        // Down and up again are two changes.
        expr: `changes(up[30m]) > ${2 * restarts - 1}`,
        // It has happened three times already; there is nothing to wait for.
        severity: "warning",
        when: `a target was down and up again ${restarts} times or more within 30 minutes`,
        summary: "A target keeps going down and coming back",
        description:
          `${who} has changed between up and down {{ $value }} times within 30 minutes: ` +
          "it crashes and is started again, or the way to it is bad. Each time its requests are lost.",
        runbook: "target-flapping",
        board: monitoring,
      },
      {
        alert: "ServiceRestarting",
        // A restart between two scrapes is not seen in `up`. Python and Go say when they started.
        expr: `changes(process_start_time_seconds[30m]) > ${restarts - 1}`,
        severity: "warning",
        when: `a service that says when it started was restarted ${restarts} times or more within 30 minutes`,
        summary: "A service restarts again and again",
        description:
          `${who} has restarted {{ $value }} times within 30 minutes. ` +
          "Its counters began anew each time, and what it was working on is lost.",
        runbook: "target-flapping",
        board: monitoring,
      },
      {
        alert: "ScrapeSlow",
        expr: `scrape_duration_seconds > ${slow}`,
        // A slow scrape costs nothing but a late sample. It matters when it stays: the next step is
        // the time-out, which loses every series of the target at once.
        for: "5m",
        severity: "warning",
        when: `scraping a target takes longer than ${inWords(slow)}, half of the time-out, for 5 minutes`,
        summary: "Scraping a target takes more than half of its time-out",
        description:
          `Scraping ${who} takes {{ $value | humanizeDuration }}; ` +
          `after ${scrapeTimeout} s it is given up and the target counts as down.`,
        runbook: "scrape-slow",
        board: monitoring,
      },
      {
        alert: "ScrapeNearLimit",
        expr: `scrape_samples_post_metric_relabeling > ${Math.floor(nearLimit * stack.prometheus.samples)}`,
        // Series only ever become more until the service restarts, so a short look is enough.
        for: "5m",
        severity: "warning",
        when: `a scrape brings more than ${nearLimit * 100} % of the samples that one may bring (prometheus.limits.samples), for 5 minutes`,
        summary: "A target has nearly as many series as it may have",
        description:
          `${who} has {{ $value }} series of the ${stack.prometheus.samples} that one scrape may bring. ` +
          "Over that its scrapes are refused and it counts as down.",
        runbook: "scrape-near-limit",
        board: monitoring,
      },
    ],
  };
}

/**
 * A job whose targets are gone altogether has no `up` that could be 0. That happens where discovery
 * finds nothing, or Prometheus runs on a configuration from before the job.
 */
function missingJobs({ targets, timing }: WatchedStack): RuleGroup["rules"] {
  const jobs = [...new Set(targets.map(({ job }) => job))];
  if (jobs.length === 0) return [];
  return [
    {
      alert: "TargetMissing",
      expr: jobs.map((job) => `absent(up{job="${job}"})`).join("\nor "),
      // Longer than a start of Prometheus takes until its first scrapes, and never under four scrapes.
      for: duration(Math.max(300, 4 * timing.scrapeInterval)),
      severity: "critical",
      when: `Prometheus has had no target of a job of this stack for ${inWords(Math.max(300, 4 * timing.scrapeInterval))}`,
      summary: "Prometheus does not know a service of this stack",
      description:
        "Prometheus has no target of the job {{ $labels.job }}, which the settings ask for: it runs on another configuration, or discovery finds nothing. No alert on this service can fire.",
      runbook: "target-missing",
      board: board("chatqna-monitoring"),
    },
  ];
}

/** Pages that are asked for from outside, by a blackbox exporter. */
export function probeRules(stack: WatchedStack): readonly RuleGroup[] {
  if (!watches(stack, "probes")) return [];
  const { scrapeInterval } = stack.timing;
  const failing = Math.max(120, 4 * scrapeInterval);
  const expiry = "(probe_ssl_earliest_cert_expiry - time())";
  const day = 86_400;
  return [
    {
      name: "probes",
      rules: [
        {
          alert: "ProbeFailing",
          expr: "probe_success == 0",
          // A page is slow to come back after a restart; models are loaded behind it.
          for: `${failing}s`,
          severity: "critical",
          when: `a page has not answered with 2xx for ${inWords(failing)}`,
          summary: "A page that people open does not answer",
          description:
            "{{ $labels.instance }} has not answered with a 2xx status. People who open it see an error.",
          runbook: "probe-failing",
          board: board("chatqna-overview"),
        },
        {
          alert: "CertificateExpiring",
          expr: `${expiry} < ${14 * day}`,
          // Only a probe that took a certificate from another name for a moment is waited out.
          for: "15m",
          severity: "warning",
          when: "a certificate of a probed page runs out in less than 14 days",
          summary: "A certificate runs out within two weeks",
          description:
            "The certificate of {{ $labels.instance }} runs out in {{ $value | humanizeDuration }}. What renews it by itself does so earlier.",
          runbook: "certificate-expiring",
          board: board("chatqna-overview"),
        },
        {
          alert: "CertificateExpiring",
          expr: `${expiry} < ${3 * day}`,
          for: "15m",
          severity: "critical",
          when: "a certificate of a probed page runs out in less than 3 days",
          summary: "A certificate runs out within three days",
          description:
            "The certificate of {{ $labels.instance }} runs out in {{ $value | humanizeDuration }}. After that nobody gets in.",
          runbook: "certificate-expiring",
          board: board("chatqna-overview"),
        },
      ],
    },
  ];
}
