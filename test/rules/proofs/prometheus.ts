import type { WatchedStack } from "../../../rules/watched-stack";
import { type Proof, step } from "../proof";

const labels = { component: "monitoring", instance: "127.0.0.1:9090", job: "prometheus" };
const self = 'component="monitoring", instance="127.0.0.1:9090", job="prometheus"';
const foreign = 'component="host", instance="other:9090", job="theirs"';

/** Alerts of Prometheus on itself; another Prometheus that is scraped as a target is not its business. */
export function prometheusProofs({ prometheus: limits }: WatchedStack): readonly Proof[] {
  const reload = (of: string) => `prometheus_config_last_reload_successful{${of}}`;
  const memory = Math.floor(0.9 * limits.memoryBytes);
  return [
    {
      alert: "PrometheusConfigReloadFailed",
      fires: {
        name: "a reload failed",
        series: { [reload(self)]: "1x2 0x40", [reload(foreign)]: "0x40" },
        since: 3 * step,
        labels,
      },
      justUnder: { name: "another Prometheus'", series: { [reload(foreign)]: "0x40" }, at: 300 },
      recovers: { name: "mended", series: { [reload(self)]: "0x10 1x10" }, at: 240 },
    },
    counting("PrometheusRuleFailing", "prometheus_rule_evaluation_failures_total", {
      window: 300,
      rule_group: "tgi.yml;tgi",
    }),
    counting("PrometheusRulesLate", "prometheus_rule_group_iterations_missed_total", {
      window: 600,
      rule_group: "tgi.yml;tgi",
    }),
    ...storageProofs(limits.volumeBytes),
    {
      alert: "PrometheusMemoryHigh",
      fires: {
        name: "a little over nine tenths",
        series: {
          [`process_resident_memory_bytes{${self}}`]: `1000x3 ${memory + 2 ** 20}x400`,
          'process_resident_memory_bytes{component="monitoring", instance="a:9093", job="alertmanager"}': `${2 * memory}x400`,
        },
        since: 4 * step,
        labels,
        value: binary(memory + 2 ** 20),
      },
      justUnder: {
        name: "nine tenths",
        series: {
          [`process_resident_memory_bytes{${self}}`]: `${memory}x400`,
          [`process_resident_memory_bytes{component="host", instance="x:1", job="prometheus"}`]: `${2 * memory}x400`,
        },
        at: 3600,
      },
      recovers: {
        name: "less again",
        series: { [`process_resident_memory_bytes{${self}}`]: `${2 * memory}x100 1000x100` },
        at: 2400,
      },
    },
    growthProof(),
    {
      alert: "Watchdog",
      fires: { name: "at once", series: {}, since: 0, labels: {} },
      justUnder: "never silent",
      recovers: "never silent",
    },
  ];
}

/** An alert on a counter that must not move. */
function counting(
  alert: string,
  metric: string,
  { window, rule_group }: { readonly window: number; readonly rule_group: string },
): Proof {
  const series = (of: string) => `${metric}{${of}, rule_group="${rule_group}"}`;
  const own = { ...labels, rule_group };
  const steps = window / step;
  return {
    alert,
    fires: {
      name: "again and again, from a count that does not start at 0",
      series: { [series(self)]: `7x3 8+1x400`, [series(foreign)]: "0x400" },
      since: 4 * step,
      labels: own,
      // Extrapolated to the whole window: one each step.
      value: String(steps),
    },
    alsoFires: [
      {
        name: "once in each window",
        series: {
          [series(self)]:
            [7, 8, 9, 10, 11].map((count) => `${count}x${steps - 1}`).join(" ") + " 12x300",
        },
        since: window,
        labels: own,
        value: "1",
        until: 6 * window,
      },
    ],
    justUnder: {
      name: "once, and not long enough",
      series: { [series(self)]: "7x3 8x400" },
      at: window + 3 * step,
    },
    recovers: {
      name: "stopped",
      series: { [series(self)]: `0+1x100 100x200` },
      at: 1500 + window + 2 * step,
    },
    alsoSilent: [
      { name: "another Prometheus'", series: { [series(foreign)]: "0+1x400" }, at: 3600 },
      { name: "a restart sets it to 0", series: { [series(self)]: "50x20 0x100" }, at: 900 },
    ],
  };
}

const storageCounters = [
  "prometheus_tsdb_wal_writes_failed_total",
  "prometheus_tsdb_compactions_failed_total",
  "prometheus_tsdb_reloads_failures_total",
];

function storageProofs(volume: number): readonly Proof[] {
  const limit = Math.floor(0.9 * volume);
  const blocks = (of: string) => `prometheus_tsdb_storage_blocks_bytes{${of}}`;
  const log = `prometheus_tsdb_wal_storage_size_bytes{${self}}`;
  const head = `prometheus_tsdb_head_chunks_storage_size_bytes{${self}}`;
  const half = limit / 2;
  const [wal = "", ...others] = storageCounters;
  const failing = (metric: string) => ({
    name: `${metric} rises once`,
    series: { [`${metric}{${self}}`]: "3x60 4x400", [`${metric}{${foreign}}`]: "0+1x400" },
    since: 61 * step,
    labels,
    value: "1",
    until: 61 * step + 900,
  });
  return [
    {
      alert: "PrometheusStorageFailing",
      fires: failing(wal),
      alsoFires: others.map(failing),
      justUnder: {
        name: "another Prometheus', and failures of before a restart",
        series: Object.fromEntries(
          storageCounters.flatMap((metric) => [
            [`${metric}{${foreign}}`, "0+1x400"],
            [`${metric}{${self}}`, "9x400"],
          ]),
        ),
        at: 3000,
      },
      recovers: {
        name: "a quarter of an hour later",
        series: Object.fromEntries(
          storageCounters.map((metric) => [`${metric}{${self}}`, "3x60 4x400"]),
        ),
        at: 61 * step + 900,
      },
    },
    {
      alert: "PrometheusVolumeNearlyFull",
      fires: {
        name: "blocks, log and head chunks together",
        series: {
          [blocks(self)]: `0x3 ${half}x800`,
          [log]: `${half - 100}x800`,
          [head]: `${2 ** 20 + 100}x800`,
          [blocks(foreign)]: `${2 * limit}x800`,
        },
        since: 4 * step,
        labels,
        value: binary(limit + 2 ** 20),
      },
      alsoFires: [
        {
          name: "a release that does not tell the size of its log",
          series: { [blocks(self)]: `0x3 ${limit + 2 ** 20}x800` },
          since: 4 * step,
          labels,
          value: binary(limit + 2 ** 20),
        },
      ],
      justUnder: {
        name: "nine tenths",
        series: {
          [blocks(self)]: `${half}x800`,
          [log]: `${limit - half - 1000}x800`,
          [head]: "1000x800",
          [blocks(foreign)]: `${2 * limit}x800`,
        },
        at: 7200,
      },
      recovers: {
        name: "compacted",
        series: { [blocks(self)]: `${limit + 9}x200 ${half}x200` },
        at: 4500,
      },
    },
  ];
}

/** With a step of five minutes a day has 288. */
function growthProof(): Proof {
  const series = (of: string) => `prometheus_tsdb_head_series{${of}}`;
  const day = 288;
  const step = 300;
  return {
    alert: "PrometheusSeriesGrowing",
    step,
    fires: {
      name: "a little over half as many again",
      series: {
        [series(self)]: `20000x${day} 30600x600`,
        [series(foreign)]: `20000x${day} 90000x600`,
      },
      since: (day + 1) * step,
      labels,
      value: "1.5",
      until: (2 * day + 1) * step,
    },
    justUnder: {
      name: "exactly half as many again",
      series: { [series(self)]: `20000x${day} 30000x600` },
      at: (day + 100) * step,
    },
    recovers: {
      name: "cut back",
      series: { [series(self)]: `20000x${day} 40000x50 20000x500` },
      at: (day + 100) * step,
    },
    alsoSilent: [
      {
        name: "few",
        series: { [series(self)]: `10000x${day} 20000x600` },
        at: (day + 100) * step,
      },
      {
        name: "begun today",
        series: { [series(self)]: "30600x600" },
        at: 100 * step,
      },
    ],
    alsoFires: [
      {
        name: "few only just",
        series: { [series(self)]: `10000x${day} 20900x600` },
        since: (day + 1) * step,
        labels,
        value: "2.1",
      },
    ],
  };
}

/** As Prometheus' `humanize1024` writes it, four digits. */
export function binary(bytes: number): string {
  const prefixes = ["", "ki", "Mi", "Gi", "Ti"];
  let value = bytes;
  let power = 0;
  while (value >= 1024 && power < prefixes.length - 1) {
    value /= 1024;
    power += 1;
  }
  return `${Number(value.toPrecision(4))}${prefixes[power] ?? ""}`;
}
