import type { WatchedStack } from "../../../rules/watched-stack";
import { type Proof, step } from "../proof";

const labels = { component: "llm", instance: "vllm:80", job: "vllm" };
const target = 'component="llm", instance="vllm:80", job="vllm"';
const other = 'component="retriever", instance="retriever:7000", job="retriever"';

/** Alerts on every target. */
export function scrapingProofs(stack: WatchedStack): readonly Proof[] {
  const { timing, prometheus, targets } = stack;
  const slow = timing.scrapeTimeout / 2;
  const samples = Math.floor(0.8 * prometheus.samples);
  const jobs = [...new Set(targets.map(({ job }) => job))];
  const [first = "", ...rest] = jobs;
  const present = (...names: readonly string[]) =>
    Object.fromEntries(names.map((job) => [`up{job="${job}", instance="a:1"}`, "1x400"]));
  return [
    {
      alert: "TargetDown",
      fires: {
        name: "one of two targets is down",
        series: { [`up{${target}}`]: "1x4 0x400", [`up{${other}}`]: "1x400" },
        since: 5 * step,
        labels,
      },
      justUnder: {
        name: "one scrape lost now and then",
        series: { [`up{${target}}`]: "1 0 1 1 0 1 1 0 1 1 0 1 1 0 1 1 0 1 1 0 1 1 0 1 1 0" },
        at: 330,
      },
      recovers: { name: "up again", series: { [`up{${target}}`]: "0x100 1x20" }, at: 1650 },
      alsoSilent: [
        {
          name: "a server without metrics of its own yet (TGI before its first request) is up",
          series: { [`up{${target}}`]: "1x40", [`scrape_samples_scraped{${target}}`]: "0x40" },
          at: 600,
        },
        {
          name: "a gap: Prometheus itself did not scrape",
          series: { [`up{${target}}`]: "1x10 _x20 1x10" },
          at: 450,
        },
      ],
    },
    {
      alert: "TargetMissing",
      fires: {
        name: "no target of one job",
        series: present(...rest),
        since: 0,
        labels: { job: first },
      },
      justUnder: {
        name: "a target that is down is there",
        series: { ...present(...rest), [`up{job="${first}", instance="a:1"}`]: "0x400" },
        at: 3600,
      },
      recovers: {
        name: "there again",
        series: { ...present(...rest), [`up{job="${first}", instance="a:1"}`]: "_x200 1x200" },
        at: 3300,
      },
      alsoFires: rest.map((job) => ({
        name: `no target of ${job}`,
        series: present(...jobs.filter((one) => one !== job)),
        since: 0,
        labels: { job },
      })),
    },
    {
      alert: "TargetFlapping",
      fires: {
        name: "down and up three times within half an hour",
        series: { [`up{${target}}`]: "1x9 0 1x50 0 1x49 0 1x300", [`up{${other}}`]: "1x400" },
        // Ten and a hundred and ten scrapes apart: just within the half hour.
        since: 114 * step,
        labels,
        value: "6",
      },
      justUnder: {
        name: "three times down, and still down",
        series: { [`up{${target}}`]: "1x9 0 1x30 0 1x30 0x300" },
        at: 1500,
      },
      recovers: {
        name: "the first is half an hour ago",
        series: { [`up{${target}}`]: "1x9 0 1x50 0 1x49 0 1x300" },
        at: 1980,
      },
    },
    {
      alert: "ServiceRestarting",
      fires: {
        name: "started anew three times within half an hour",
        series: {
          [`process_start_time_seconds{${target}}`]: "100x9 250x50 1000x50 1800x300",
          [`process_start_time_seconds{${other}}`]: "5x400",
        },
        since: 112 * step,
        labels,
        value: "3",
      },
      justUnder: {
        name: "twice",
        series: { [`process_start_time_seconds{${target}}`]: "100x9 250x50 1000x300" },
        at: 1700,
      },
      recovers: {
        name: "the first is half an hour ago",
        series: { [`process_start_time_seconds{${target}}`]: "100x9 250x50 1000x50 1800x300" },
        at: 1980,
      },
    },
    {
      alert: "ScrapeSlow",
      fires: {
        name: "a little over half of the time-out",
        series: {
          [`scrape_duration_seconds{${target}}`]: `0.1x3 ${slow * 1.04}x400`,
          [`scrape_duration_seconds{${other}}`]: "0.1x400",
        },
        since: 4 * step,
        labels,
        value: humanDuration(slow * 1.04),
      },
      justUnder: {
        name: "exactly half",
        series: { [`scrape_duration_seconds{${target}}`]: `${slow}x100` },
        at: 900,
      },
      recovers: {
        name: "fast again",
        series: { [`scrape_duration_seconds{${target}}`]: `${2 * slow}x40 0.1x60` },
        at: 900,
      },
    },
    {
      alert: "ScrapeNearLimit",
      fires: {
        name: "a little over four fifths of the limit",
        series: {
          [`scrape_samples_post_metric_relabeling{${target}}`]: `100x3 ${samples + 1}x400`,
        },
        since: 4 * step,
        labels,
        value: String(samples + 1),
      },
      justUnder: {
        name: "four fifths",
        series: { [`scrape_samples_post_metric_relabeling{${target}}`]: `${samples}x100` },
        at: 900,
      },
      recovers: {
        name: "restarted, with few series",
        series: { [`scrape_samples_post_metric_relabeling{${target}}`]: `${samples + 1}x40 9x60` },
        at: 900,
      },
    },
  ];
}

/** As Prometheus' `humanizeDuration` writes up to a minute. */
export function humanDuration(seconds: number): string {
  return seconds < 1
    ? `${Number((seconds * 1000).toPrecision(4))}ms`
    : `${Number(seconds.toPrecision(4))}s`;
}

const page = { component: "megaservice", instance: "https://chat/", job: "probe", probe: "ui" };
const pageLabels = Object.entries(page)
  .map(([name, value]) => `${name}="${value}"`)
  .join(", ");

export function probeProofs(): readonly Proof[] {
  const day = 86_400;
  const expiry = (days: number) => `${days * day}x1000`;
  const success = `probe_success{${pageLabels}}`;
  const certificate = `probe_ssl_earliest_cert_expiry{${pageLabels}}`;
  const expiring = (severity: string, days: number): Proof => ({
    alert: "CertificateExpiring",
    rule: { severity },
    fires: {
      name: "from when on it is less",
      // At 300 s exactly that many days are left, and a step later less.
      series: { [certificate]: `${days * day + 300}x1000` },
      since: 300 + step,
      labels: page,
      value: `${days - 1}d 23h ${59 - (severity === "critical" ? 15 : 15)}m ${60 - step}s`,
    },
    justUnder: { name: "a day more", series: { [certificate]: expiry(days + 1) }, at: 7200 },
    recovers: {
      name: "renewed",
      series: { [certificate]: `${(days - 1) * day}x100 ${90 * day}x100` },
      at: 2900,
    },
    alsoSilent: [
      {
        name: "exactly that many days",
        series: { [certificate]: `${days * day}+15x1000` },
        at: 7200,
      },
    ],
  });
  return [
    {
      alert: "ProbeFailing",
      fires: {
        name: "one of two pages",
        series: { [success]: "1x4 0x400", 'probe_success{instance="http://other/"}': "1x400" },
        since: 5 * step,
        labels: page,
      },
      justUnder: {
        name: "fails now and then",
        series: { [success]: "1 0 1 1 0 1 1 0 1 1 0" },
        at: 150,
      },
      recovers: { name: "answers again", series: { [success]: "0x100 1x20" }, at: 1650 },
    },
    expiring("warning", 14),
    expiring("critical", 3),
  ];
}
