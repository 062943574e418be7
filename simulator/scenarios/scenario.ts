import type { LoadProfile } from "../load/load-profile";
import { bursts, constantRate, diurnal } from "../load/load-profile";
import { usualLoad } from "../deployment/capacity";
import type { Role } from "../deployment/service-config";
import type { Trouble } from "../servers/server";
import type { ScenarioName } from "./scenario-names";

/** A situation that people want to see in their panels and alerts. */
export interface Scenario {
  readonly description: string;
  /** @param capacity questions a second that the deployment can answer at most */
  readonly load: (capacity: number) => LoadProfile;
  readonly trouble?: Readonly<Partial<Record<Role, Partial<Trouble>>>>;
  /** Services that are down from its beginning to its end. */
  readonly down?: readonly Role[];
  /** All services begin anew, and nothing has been ingested yet. */
  readonly coldStart?: true;
}

const patientClients = { mistakes: 0, impatient: 0 };

export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
  idle: {
    description: "Nobody asks anything.",
    load: () => ({ ...constantRate(0), ...patientClients }),
  },
  steady: {
    description: "Questions come at random, as many as keep the LLM 40 % busy.",
    load: (capacity) => ({ ...constantRate(usualLoad * capacity), ...patientClients }),
  },
  day: {
    description: "A day of 24 hours: quiet at its beginning, most at noon.",
    load: (capacity) => ({ ...diurnal(usualLoad * capacity), ...patientClients }),
  },
  surge: {
    description: "Every five minutes, a minute of nearly twice what the LLM can do.",
    load: (capacity) => ({
      ...bursts(usualLoad * capacity, 1.8 * capacity, { period: 300, length: 60 }),
      ...patientClients,
    }),
  },
  overload: {
    description: "Two and a half times what the LLM can do, for good.",
    load: (capacity) => ({ ...constantRate(2.5 * capacity), ...patientClients }),
  },
  errors: {
    description: "Each service fails now and then; clients make mistakes and go away.",
    load: (capacity) => ({ ...constantRate(usualLoad * capacity), mistakes: 0.05, impatient: 0.1 }),
    trouble: {
      embedding: { failing: 0.03 },
      retriever: { failing: 0.05 },
      reranking: { failing: 0.03 },
      llm: { failing: 0.02 },
    },
  },
  "engine-down": {
    description: "The LLM's server is gone.",
    load: (capacity) => ({ ...constantRate(usualLoad * capacity), ...patientClients }),
    down: ["llm"],
  },
  "slow-retriever": {
    description: "Searches take a hundred times longer.",
    load: (capacity) => ({ ...constantRate(usualLoad * capacity), ...patientClients }),
    trouble: { retriever: { slowdown: 100 } },
  },
  "cold-start": {
    description: "All services begin anew. There are no documents, so that nothing is reranked.",
    load: (capacity) => ({ ...constantRate(usualLoad * capacity), ...patientClients }),
    coldStart: true,
  },
};
