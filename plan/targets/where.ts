import type { Deployment, Engine, Hardware, Release, VectorStore } from "./deployment";
import { engines, hardwareKinds, releases, vectorStores } from "./deployment";

/**
 * Says in which deployments a row of the catalogue holds. Words of one kind are alternatives
 * (`"xeon", "epyc"`), words of different kinds must all be true (`"vllm", "gaudi", "guardrails"`),
 * and a kind that is not mentioned may be anything.
 */
export type Word =
  | Hardware
  | Engine
  | VectorStore
  | "rerank"
  | "guardrails"
  | "no guardrails"
  | "faqgen"
  | `at ${Release}`
  | `since ${Release}`
  | `until ${Release}`;

/** A row of the catalogue: facts about one service, and the words that say where they hold. */
interface Row {
  readonly service: string;
  readonly where: readonly Word[];
}

/** Whether the words hold in a deployment. */
export function holds(where: readonly Word[], deployment: Deployment): boolean {
  return (
    where.every((word) => conditions.get(word)?.(deployment) ?? true) &&
    isAmong(where, hardwareKinds, deployment.hardware) &&
    isAmong(where, engines, deployment.engine) &&
    isAmong(where, vectorStores, deployment.vectorStore)
  );
}

/**
 * The rows that hold in a deployment, one a service. Rows are written from the general to the
 * special: a later one takes the place of an earlier one of the same service.
 */
export function rowsOf<R extends Row>(rows: readonly R[], deployment: Deployment): readonly R[] {
  const chosen = new Map<string, R>();
  for (const row of rows) {
    if (holds(row.where, deployment)) chosen.set(row.service, row);
  }
  return [...chosen.values()];
}

/** The words that stand for themselves; those of hardware, engine and store are alternatives. */
const conditions: ReadonlyMap<Word, (deployment: Deployment) => boolean> = new Map([
  ["rerank", ({ rerank }) => rerank],
  ["guardrails", ({ guardrails }) => guardrails],
  ["no guardrails", ({ guardrails }) => !guardrails],
  ["faqgen", ({ faqgen }) => faqgen],
  ...releases.flatMap((release, age): [Word, (deployment: Deployment) => boolean][] => [
    [`at ${release}`, (deployment) => deployment.release === release],
    [`since ${release}`, (deployment) => releases.indexOf(deployment.release) >= age],
    [`until ${release}`, (deployment) => releases.indexOf(deployment.release) <= age],
  ]),
]);

function isAmong(where: readonly Word[], kind: readonly Word[], actual: Word): boolean {
  return where.includes(actual) || !where.some((word) => kind.includes(word));
}
