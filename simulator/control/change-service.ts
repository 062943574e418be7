import type { Fields } from "../services/json-fields";
import { textIn } from "../services/json-fields";
import { type MetricsFault, metricsFaults } from "../services/metrics-fault";
import { ControlError } from "./control-error";
import type { ControlParts } from "./control-service";

const keys = ["service", "failing", "slowdown", "metrics", "running"] as const;

/**
 * Makes a service fail, slow or stop, or its `/metrics` misbehave:
 * `{"service": "retriever", "slowdown": 10, "failing": 0.1, "metrics": "slow", "running": false}`.
 * Lasts until the next scenario, `metrics` until it is set to `none`.
 * @throws ControlError with nothing changed
 */
export function changeService(command: Fields, { services, deployment }: ControlParts): void {
  const unknown = Object.keys(command).find((key) => !keys.some((known) => known === key));
  if (unknown !== undefined) {
    throw new ControlError(400, `"${unknown}" is unknown. There are: ${keys.join(", ")}.`);
  }
  const name = textIn(command, "service") ?? "";
  const service = services.find(({ slot }) => slot.name === name);
  if (service === undefined) {
    const names = services.map(({ slot }) => slot.name).join(", ");
    throw new ControlError(400, `There is no service "${name}". There are: ${names}.`);
  }
  const failing = numberOf(command, "failing", 0, 1);
  const slowdown = numberOf(command, "slowdown", 0.01, 10_000);
  const metrics = metricsOf(command);
  const running = runningOf(command);
  const trouble = deployment.troubleOf(name);
  if (failing !== undefined) trouble.failing = failing;
  if (slowdown !== undefined) trouble.slowdown = slowdown;
  if (metrics !== undefined) service.metricsFault = metrics;
  if (running === true) service.slot.start();
  if (running === false) service.slot.stop();
}

function numberOf(command: Fields, key: string, from: number, to: number): number | undefined {
  const value = command[key];
  if (value === undefined) return undefined;
  if (typeof value === "number" && value >= from && value <= to) return value;
  throw new ControlError(400, `"${key}" must be a number, ${from} to ${to}.`);
}

function metricsOf(command: Fields): MetricsFault | undefined {
  const value = command["metrics"];
  if (value === undefined) return undefined;
  const fault = metricsFaults.find((known) => known === value);
  if (fault !== undefined) return fault;
  throw new ControlError(400, `"metrics" must be one of ${metricsFaults.join(", ")}.`);
}

function runningOf(command: Fields): boolean | undefined {
  const value = command["running"];
  if (value === undefined || typeof value === "boolean") return value;
  throw new ControlError(400, '"running" must be true or false.');
}
