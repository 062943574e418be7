import type { ConfigFile } from "../workload";
import { type Exporter, bashGet, exporterTarget, exporterWorkload, mebibytes } from "./exporter";

const port = 9400;

/**
 * NVIDIA GPUs, through the management library DCGM, which the image brings along; the driver's own
 * libraries come from the host with the GPUs.
 *
 * Without the metrics that DCGM calls profiling (`DCGM_FI_PROF_*`): they want root and the
 * capability SYS_ADMIN.
 *
 * Source: github.com/NVIDIA/dcgm-exporter 4.5.3-4.8.2: docker/Dockerfile (any user will do without
 * profiling; bash is the only program with a network in the distroless image), etc/*.csv (fields).
 */
export function dcgmExporter(): Exporter {
  const workload = exporterWorkload({
    name: "dcgm-exporter",
    container: {
      image: { repository: "nvcr.io/nvidia/k8s/dcgm-exporter", tag: "4.5.3-4.8.2-distroless" },
      user: "1000:1000",
      // DCGM keeps an hour of every field and GPU.
      memoryBytes: mebibytes(512),
      tmpfs: ["/tmp"],
      healthCommand: bashGet(port, "/health"),
      hostAccess: {
        mounts: [],
        devices: [],
        gpus: "The GPUs are what it measures, and the driver's management library comes with them.",
      },
    },
    args: [
      ["--collectors=", { ref: "file", path: fields.path }],
      ["--address=", { ref: "listen", port: "web" }],
    ],
    files: [fields],
    port,
    readinessPath: "/health",
  });
  return {
    workload,
    targets: [
      exporterTarget(workload, { job: "prometheus-dcgm-exporter", component: "accelerator", port }),
    ],
  };
}

/** Field, type and help: what boards for DCGM draw and what an operator is woken up for. */
const fields: ConfigFile = {
  path: "fields.csv",
  content: [
    "# Written by the monitoring stack; changes here are overwritten.",
    "DCGM_FI_DEV_GPU_UTIL, gauge, GPU utilization (in %).",
    "DCGM_FI_DEV_MEM_COPY_UTIL, gauge, Memory utilization (in %).",
    "DCGM_FI_DEV_FB_USED, gauge, Framebuffer memory used (in MiB).",
    "DCGM_FI_DEV_FB_FREE, gauge, Framebuffer memory free (in MiB).",
    "DCGM_FI_DEV_GPU_TEMP, gauge, GPU temperature (in C).",
    "DCGM_FI_DEV_MEMORY_TEMP, gauge, Memory temperature (in C).",
    "DCGM_FI_DEV_POWER_USAGE, gauge, Power draw (in W).",
    "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION, counter, Total energy consumption since boot (in mJ).",
    "DCGM_FI_DEV_SM_CLOCK, gauge, SM clock frequency (in MHz).",
    "DCGM_FI_DEV_MEM_CLOCK, gauge, Memory clock frequency (in MHz).",
    "DCGM_FI_DEV_PCIE_REPLAY_COUNTER, counter, Total number of PCIe retries.",
    "DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL, counter, Total number of NVLink bandwidth counters for all lanes.",
    "DCGM_FI_DEV_XID_ERRORS, gauge, Value of the last XID error encountered.",
    "",
  ].join("\n"),
  secret: false,
  onChange: "restart",
};
