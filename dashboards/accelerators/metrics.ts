import { rate, selected, sumBy } from "../promql";

const mebibyte = 1024 * 1024;
const card = ["instance", "card"];

export const nameOfCard = "{{instance}} {{card}}";

/** NVIDIA numbers the cards of a host; Gaudi's exporter tells their serial number only. */
const gpu = (expr: string) => `label_replace(${expr}, "card", "GPU $1", "gpu", "(.+)")`;
const hpu = (expr: string) => `label_replace(${expr}, "card", "$1", "UUID", "(.+)")`;

/** The cards of both makers, each by its own metric. */
function cards(ofGpu: string, ofHpu: string): string {
  return `${sumBy(card, gpu(ofGpu))} or ${sumBy(card, hpu(ofHpu))}`;
}

const used = "DCGM_FI_DEV_FB_USED";
const free = "DCGM_FI_DEV_FB_FREE";
const usedBytes = "habanalabs_memory_used_bytes";

export const utilization = cards(
  `${selected("DCGM_FI_DEV_GPU_UTIL")} / 100`,
  `${selected("habanalabs_utilization")} / 100`,
);

export const memory = cards(`${selected(used)} * ${mebibyte}`, selected(usedBytes));

export const memoryInUse = cards(
  `${selected(used)} / (${selected(used)} + ${selected(free)})`,
  `${selected(usedBytes)} / ${selected("habanalabs_memory_total_bytes")}`,
);

export const power = cards(
  selected("DCGM_FI_DEV_POWER_USAGE"),
  `${selected("habanalabs_power_mW")} / 1000`,
);

export const temperature = cards(
  selected("DCGM_FI_DEV_GPU_TEMP"),
  selected("habanalabs_temperature_onchip"),
);

/** In hertz: both tell megahertz. */
export const clock = cards(
  `${selected("DCGM_FI_DEV_SM_CLOCK")} * 1e6`,
  `${selected("habanalabs_clock_soc_mhz")} * 1e6`,
);

export function ofGpus(metric: string): string {
  return sumBy(card, gpu(selected(metric)));
}

export function rateOfGpus(metric: string): string {
  return sumBy(card, gpu(rate(metric)));
}

export function ofHpus(metric: string): string {
  return sumBy(card, hpu(selected(metric)));
}
