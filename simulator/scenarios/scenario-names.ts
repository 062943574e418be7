/** What can happen to a simulated ChatQnA. `scenario.ts` says what each is. */
export const scenarioNames = [
  "idle",
  "steady",
  "day",
  "surge",
  "overload",
  "errors",
  "engine-down",
  "slow-retriever",
  "cold-start",
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

export function isScenarioName(name: string): name is ScenarioName {
  return scenarioNames.some((known) => known === name);
}
