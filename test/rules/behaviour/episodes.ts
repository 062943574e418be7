import assert from "node:assert/strict";
import type { ScenarioName } from "../../../simulator/scenarios/scenario-names";
import type { Act } from "../../../simulator/history/write-history";
import type { Firing } from "./firings";

/** A scenario, and the quiet after it in which everything is to end. */
export interface Episode {
  readonly scenario: ScenarioName;
  readonly minutes: number;
  readonly quietMinutes: number;
  /** Every alert that begins to fire from its beginning to the end of the quiet: name, job and severity. */
  readonly fires: readonly string[];
}

/** Of steady load, before the first scenario. */
export const usualMinutesBefore = 45;

/** Steady load first, and after each scenario. */
export function actsOf(
  episodes: readonly Episode[],
  minutesBefore = usualMinutesBefore,
): readonly Act[] {
  return [
    { scenario: "steady", seconds: minutesBefore * 60 },
    ...episodes.flatMap(({ scenario, minutes, quietMinutes }): Act[] => [
      { scenario, seconds: minutes * 60 },
      { scenario: "steady", seconds: quietMinutes * 60 },
    ]),
  ];
}

/** What people are told of: without notes for a board and the Watchdog. */
export function told(firings: readonly Firing[]): readonly Firing[] {
  return firings.filter(({ severity }) => severity === "critical" || severity === "warning");
}

/** @throws {AssertionError} where something fired that should not, or did not although it should */
export function checkEpisodes(
  episodes: readonly Episode[],
  firings: readonly Firing[],
  minutesBefore = usualMinutesBefore,
): void {
  let from = minutesBefore * 60;
  assert.deepEqual(namesOf(between(firings, 0, from)), [], "under steady load");
  for (const { scenario, minutes, quietMinutes, fires } of episodes) {
    const to = from + (minutes + quietMinutes) * 60;
    assert.deepEqual(namesOf(between(firings, from, to)), [...fires].sort(), scenario);
    const lasting = told(firings).filter((one) => one.from < to && one.to >= to && !isTicket(one));
    assert.deepEqual(
      namesOf(lasting),
      [],
      `still firing ${quietMinutes} minutes after ${scenario}`,
    );
    from = to;
  }
}

function between(firings: readonly Firing[], from: number, to: number): readonly Firing[] {
  return told(firings).filter((one) => one.from >= from && one.from < to);
}

/** About a day or three, over in hours. */
function isTicket({ severity, labels }: Firing): boolean {
  return severity === "warning" && labels["interval"] !== undefined;
}

function namesOf(firings: readonly Firing[]): readonly string[] {
  const names = firings.map(({ alert, severity, labels }) =>
    [alert, labels["job"], severity].filter((word) => word !== undefined).join(" "),
  );
  return [...new Set(names)].sort();
}
