import { type AlertingRule, type RuleGroup, board } from "./rule";
import { type WatchedStack, watches } from "./watched-stack";

/** Degrees Celsius. Data-centre GPUs slow down from 87 to 90 on; nobody publishes one for Gaudi. */
const hot = { gpu: 85, gaudi: 90 };

/** A clock below this share of the day's highest, under full load, is held back. */
const heldBack = 0.7;

/** Percent. Below it a low clock saves power. */
const busy = 90;

const accelerators = board("chatqna-accelerators", "instance");

/** NVIDIA's GPUs by dcgm-exporter, Intel's Gaudi cards by its metric exporter. */
export function acceleratorRules(stack: WatchedStack): readonly RuleGroup[] {
  const rules = [
    ...(watches(stack, "dcgm") ? gpuAlerts() : []),
    ...(watches(stack, "gaudi") ? gaudiAlerts() : []),
  ];
  return rules.length === 0 ? [] : [{ name: "accelerators", rules }];
}

function gpuAlerts(): readonly AlertingRule[] {
  const gpu = "GPU {{ $labels.gpu }} ({{ $labels.modelName }}) of {{ $labels.instance }}";
  return [
    hotAlert("GpuHot", gpu, "DCGM_FI_DEV_GPU_TEMP", hot.gpu, "GPU"),
    throttledAlert("GpuThrottled", gpu, "DCGM_FI_DEV_SM_CLOCK", "DCGM_FI_DEV_GPU_UTIL", "GPU"),
    {
      alert: "GpuXidError",
      // The gauge keeps the last code until the driver starts anew; only what came lately is news.
      expr: "DCGM_FI_DEV_XID_ERRORS > 0\nand changes(DCGM_FI_DEV_XID_ERRORS[1h]) > 0",
      // It has happened.
      severity: "critical",
      when: "the NVIDIA driver has reported a new XID error within 1 hour",
      summary: "A GPU reported an error",
      description: `${gpu} reported XID {{ $value }}. Requests that ran on it have failed.`,
      runbook: "gpu-xid-error",
      board: accelerators,
    },
  ];
}

function gaudiAlerts(): readonly AlertingRule[] {
  const card = "Gaudi card {{ $labels.UUID }} of {{ $labels.instance }}";
  return [
    hotAlert("GaudiHot", card, "habanalabs_temperature_onchip", hot.gaudi, "Gaudi card"),
    throttledAlert(
      "GaudiThrottled",
      card,
      "habanalabs_clock_soc_mhz",
      "habanalabs_utilization",
      "Gaudi card",
    ),
  ];
}

function hotAlert(
  alert: string,
  which: string,
  temperature: string,
  limit: number,
  what: string,
): AlertingRule {
  return {
    alert,
    expr: `${temperature} > ${limit}`,
    // Heat follows load within seconds; cooling that cannot keep up shows in minutes.
    for: "5m",
    severity: "warning",
    when: `a ${what} is hotter than ${limit} °C for 5 minutes`,
    summary: `A ${what} is too hot`,
    description: `${which} has {{ $value }} °C. A little above it slows itself down.`,
    runbook: "accelerator-hot",
    board: accelerators,
  };
}

function throttledAlert(
  alert: string,
  which: string,
  clock: string,
  utilization: string,
  what: string,
): AlertingRule {
  return {
    alert,
    expr: `${clock} / max_over_time(${clock}[1d]) < ${heldBack}\n` + `and ${utilization} > ${busy}`,
    // Power limits hold the clock back for moments all the time.
    for: "10m",
    severity: "warning",
    when: `a ${what} that is more than ${busy} % busy runs below ${heldBack * 100} % of the day's highest clock, for 10 minutes`,
    summary: `A ${what} is slowed down`,
    description: `${which} runs at {{ $value | humanizePercentage }} of its highest clock of the day although it is busy: it is held back by heat or by its power limit.`,
    runbook: "accelerator-throttled",
    board: accelerators,
  };
}
