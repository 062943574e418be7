import { type MeasuredServer, counter, gauge } from "./family";

export const dcgm: MeasuredServer = {
  name: "dcgm-exporter",
  title: "NVIDIA DCGM exporter",
  source: "NVIDIA/dcgm-exporter etc/default-counters.csv at 4.5.3-4.8.2; nothing recorded",
  versions: ["4.5"],
  labels: [
    { name: "gpu", values: ["0", "1"] },
    { name: "UUID", values: ["GPU-5b1c"] },
    { name: "modelName", values: ["NVIDIA A100-SXM4-80GB"] },
    { name: "Hostname", values: ["gpu-host"] },
  ],
  families: [
    gauge("DCGM_FI_DEV_GPU_UTIL", "percent"),
    gauge("DCGM_FI_DEV_MEM_COPY_UTIL", "percent"),
    gauge("DCGM_FI_DEV_FB_USED", "mebibytes"),
    gauge("DCGM_FI_DEV_FB_FREE", "mebibytes"),
    gauge("DCGM_FI_DEV_GPU_TEMP", "degrees Celsius"),
    gauge("DCGM_FI_DEV_MEMORY_TEMP", "degrees Celsius"),
    gauge("DCGM_FI_DEV_POWER_USAGE", "watts"),
    counter("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", "millijoules"),
    gauge("DCGM_FI_DEV_SM_CLOCK", "megahertz"),
    gauge("DCGM_FI_DEV_MEM_CLOCK", "megahertz"),
    counter("DCGM_FI_DEV_PCIE_REPLAY_COUNTER", "retries"),
    gauge("DCGM_FI_DEV_XID_ERRORS", "code of the last error"),
  ],
};

export const gaudi: MeasuredServer = {
  name: "gaudi-exporter",
  title: "Intel Gaudi metric exporter",
  source: "docs.habana.ai, Prometheus Metric Exporter; OPEA's gaudi board; nothing recorded",
  versions: ["1.22"],
  labels: [{ name: "UUID", values: ["01P0-HL2080A0-15-TNPS34-01-05-06"] }],
  families: [
    gauge("habanalabs_utilization", "percent"),
    gauge("habanalabs_memory_used_bytes", "bytes"),
    gauge("habanalabs_memory_total_bytes", "bytes"),
    gauge("habanalabs_power_mW", "milliwatts"),
    gauge("habanalabs_temperature_onchip", "degrees Celsius"),
    gauge("habanalabs_temperature_onboard", "degrees Celsius"),
    gauge("habanalabs_clock_soc_mhz", "megahertz"),
  ],
};
