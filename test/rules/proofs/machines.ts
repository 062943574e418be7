import { type Proof, step } from "../proof";
import { selector } from "./engines";

const host = { component: "host", instance: "node:9100", job: "prometheus-node-exporter" };
const disk = { ...host, device: "/dev/sda1", fstype: "ext4", mountpoint: "/" };

export function hostProofs(): readonly Proof[] {
  const memory = (name: string) => `node_memory_${name}_bytes{${selector(host)}}`;
  const kills = `node_vmstat_oom_kill{${selector(host)}}`;
  return [
    {
      alert: "HostMemoryLow",
      fires: {
        name: "a little under a twentieth",
        series: { [memory("MemAvailable")]: "50x3 4.8x400", [memory("MemTotal")]: "100x400" },
        since: 4 * step,
        labels: host,
        value: "4.8%",
      },
      justUnder: {
        name: "a twentieth",
        series: { [memory("MemAvailable")]: "5x400", [memory("MemTotal")]: "100x400" },
        at: 3600,
      },
      recovers: {
        name: "given back",
        series: { [memory("MemAvailable")]: "1x100 50x100", [memory("MemTotal")]: "100x400" },
        at: 1800,
      },
    },
    {
      alert: "HostOutOfMemoryKill",
      fires: {
        name: "one, from a count that does not start at 0",
        series: { [kills]: "7x99 8x400" },
        since: 100 * step,
        labels: host,
        value: "1",
        until: 160 * step,
      },
      justUnder: { name: "none lately", series: { [kills]: "7x400" }, at: 3600 },
      recovers: { name: "over", series: { [kills]: "7x99 8x400" }, at: 3600 },
      alsoSilent: [{ name: "a reboot", series: { [kills]: "7x99 0x400" }, at: 1600 }],
    },
    diskFilling(),
  ];
}

/** With a step of five minutes six hours have 72, and a day 288. */
function diskFilling(): Proof {
  const step = 300;
  const of = selector(disk);
  const series = (available: string, readonly = "0x800", size = "1000x800") => ({
    [`node_filesystem_avail_bytes{${of}}`]: available,
    [`node_filesystem_size_bytes{${of}}`]: size,
    [`node_filesystem_readonly{${of}}`]: readonly,
  });
  return {
    alert: "HostDiskFilling",
    step,
    fires: {
      name: "just under a tenth free, and just nothing in a day",
      series: series("100-0.347751x280"),
      since: step,
      labels: disk,
      value: "9.548%",
    },
    alsoFires: [
      {
        name: "it fell for three hours and was full for three",
        series: series("300-6.11111x35 80x700", "1x59 0x700"),
        since: 60 * step,
        labels: disk,
        value: "8%",
      },
      { name: "full", series: series("0x800"), since: step, labels: disk, value: "0%" },
    ],
    justUnder: {
      name: "a little left in a day",
      series: series("100-0.303354x300"),
      at: 40 * step,
    },
    recovers: { name: "cleared", series: series("90-1x50 900x700"), at: 200 * step },
    alsoSilent: [
      { name: "a tenth, and falling", series: series("300-2x100 100x100"), at: 112 * step },
      {
        name: "nearly full of data that nobody adds to",
        series: series("0.5x800"),
        at: 200 * step,
      },
      { name: "it fell six hours ago", series: series("300-6.11111x35 80x700"), at: 110 * step },
      { name: "read only", series: series("0x800", "1x800"), at: 200 * step },
    ],
  };
}

const gpu = {
  component: "accelerator",
  gpu: "0",
  instance: "dcgm:9400",
  job: "prometheus-dcgm-exporter",
  modelName: "H100",
};
const gaudi = {
  UUID: "01P0",
  component: "accelerator",
  instance: "gaudi:41611",
  job: "prometheus-gaudi-exporter",
};

export function acceleratorProofs(): readonly Proof[] {
  const xid = `DCGM_FI_DEV_XID_ERRORS{${selector(gpu)}}`;
  return [
    hot("GpuHot", "DCGM_FI_DEV_GPU_TEMP", gpu, 85),
    hot("GaudiHot", "habanalabs_temperature_onchip", gaudi, 90),
    throttled("GpuThrottled", "DCGM_FI_DEV_SM_CLOCK", "DCGM_FI_DEV_GPU_UTIL", gpu),
    throttled("GaudiThrottled", "habanalabs_clock_soc_mhz", "habanalabs_utilization", gaudi),
    {
      alert: "GpuXidError",
      fires: {
        name: "a code appears",
        series: { [xid]: "0x3 1x400" },
        since: 4 * step,
        labels: gpu,
        value: "1",
        until: 244 * step,
      },
      justUnder: {
        name: "a code from before Prometheus watched",
        series: { [xid]: "79x400" },
        at: 3600,
      },
      recovers: { name: "the driver began anew", series: { [xid]: "79x20 0x400" }, at: 900 },
    },
  ];
}

function hot(
  alert: string,
  metric: string,
  labels: Readonly<Record<string, string>>,
  limit: number,
): Proof {
  const series = `${metric}{${selector(labels)}}`;
  return {
    alert,
    fires: {
      name: "one card of two",
      series: {
        [series]: `40x3 ${limit + 1}x400`,
        [`${metric}{${selector({ ...labels, instance: "other:1" })}}`]: "40x400",
      },
      since: 4 * step,
      labels,
      value: String(limit + 1),
    },
    justUnder: { name: "at the limit", series: { [series]: `${limit}x400` }, at: 3600 },
    recovers: { name: "cooled", series: { [series]: `${limit + 9}x100 40x100` }, at: 1800 },
  };
}

function throttled(
  alert: string,
  clock: string,
  utilization: string,
  labels: Readonly<Record<string, string>>,
): Proof {
  // A day has 288.
  const step = 300;
  const of = selector(labels);
  const series = (clocks: string, busy: string) => ({
    [`${clock}{${of}}`]: clocks,
    [`${utilization}{${of}}`]: busy,
  });
  return {
    alert,
    step,
    fires: {
      name: "a little under seven tenths, just busy enough",
      series: series("1000x10 680x400", "94x400"),
      since: 11 * step,
      labels,
      value: "68%",
    },
    alsoFires: [
      {
        name: "the highest clock was thirteen hours ago",
        series: series("1000x1 650x800", "0x157 100x400"),
        since: 158 * step,
        labels,
        value: "65%",
      },
    ],
    justUnder: {
      name: "seven tenths",
      series: series("1000x10 700x400", "100x400"),
      at: 200 * step,
    },
    recovers: {
      name: "fast again",
      series: series("1000x10 500x100 1000x300", "100x400"),
      at: 200 * step,
    },
    alsoSilent: [
      { name: "not busy", series: series("1000x10 500x400", "90x400"), at: 200 * step },
      {
        name: "the highest clock was more than a day ago",
        series: series("1000x1 650x800", "100x800"),
        at: 310 * step,
      },
    ],
  };
}
