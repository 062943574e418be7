/**
 * The provider as the engine calls it: finds the resource type, unwraps secrets on the way in and
 * wraps them on the way out, and knows what is going on when it is told to end.
 */
import type { CheckFailure, Provider } from "@pulumi/pulumi/provider";

import { directoryKind } from "./directory";
import { fileKind } from "./file";
import { messageOf, Problem } from "./problem";
import { processKind } from "./process";
import { interrupted } from "./process-messages";
import { unwrapped, withSecretsOf } from "./property-values";
import type { ResourceKind } from "./resource-kind";

const kinds = new Map<string, ResourceKind>([
  ["process:index:Directory", directoryKind],
  ["process:index:File", fileKind],
  ["process:index:Process", processKind],
]);

/** Everything but `construct`, `call` and the like, which this provider has no use for. */
type LocalProvider = Required<
  Pick<Provider, "version" | "check" | "diff" | "create" | "read" | "update" | "delete" | "cancel">
> & {
  /** Cancels, and resolves once no operation is under way any more. */
  readonly end: () => Promise<void>;
};

export function createProvider(): LocalProvider {
  const interruption = new AbortController();
  const underWay = new Set<Promise<unknown>>();

  /** Counts the operation as under way, and makes its error one for people. */
  function operation<T>(urn: string, work: (kind: ResourceKind) => Promise<T>): Promise<T> {
    const promise = work(kindOf(urn))
      .catch((error: unknown) => {
        throw error instanceof Problem ? error : new Problem(messageOf(error));
      })
      .finally(() => underWay.delete(promise));
    underWay.add(promise);
    return promise;
  }

  return {
    version: "0.1.0",

    check: (urn, olds: unknown, news: unknown) =>
      operation(urn, async (kind) => {
        const failures = await kind.check(unwrapped(news), unwrapped(olds));
        return { inputs: news, failures: failures.map(asCheckFailure) };
      }),

    diff: (_id, urn, olds: unknown, news: unknown) =>
      operation(urn, async (kind) => {
        const { changes, replaces } = await kind.diff(urn, unwrapped(olds), unwrapped(news));
        const { deleteBeforeReplace } = kind;
        return { changes, replaces: [...replaces], deleteBeforeReplace };
      }),

    create: (urn, inputs: unknown) =>
      operation(urn, async (kind) => {
        refuseWhenInterrupted(interruption.signal);
        const { id, state } = await kind.create(urn, unwrapped(inputs), interruption.signal);
        return { id, outs: withSecretsOf(inputs, state) };
      }),

    read: (id, urn, props: unknown) =>
      operation(urn, async (kind) => {
        const state = await kind.read(urn, unwrapped(props));
        if (state === undefined) return { id: "", props: {} };
        return { id, props: withSecretsOf(props, state) };
      }),

    update: (_id, urn, olds: unknown, news: unknown) =>
      operation(urn, async (kind) => {
        refuseWhenInterrupted(interruption.signal);
        const [state, inputs] = [unwrapped(olds), unwrapped(news)];
        const updated = await kind.update(urn, state, inputs, interruption.signal);
        return { outs: withSecretsOf(news, updated) };
      }),

    delete: (_id, urn, props: unknown) =>
      operation(urn, (kind) => kind.delete(urn, unwrapped(props))),

    cancel: () => {
      interruption.abort();
      return Promise.resolve();
    },

    end: async () => {
      interruption.abort();
      await Promise.allSettled(underWay);
    },
  };
}

function kindOf(urn: string): ResourceKind {
  // `urn:pulumi:stack::project::parent$type::name`
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  const kind = kinds.get(type);
  if (kind !== undefined) return kind;
  const known = [...kinds.keys()].join(", ");
  throw new Problem(`The process provider has no resource type ${type}; it has ${known}.`);
}

function refuseWhenInterrupted(interruption: AbortSignal): void {
  if (interruption.aborted) throw interrupted();
}

/**
 * Without `property`: the engine would print that property's whole value beside it, and would look
 * in vain for a nested one.
 */
function asCheckFailure({ property, reason }: { property: string; reason: string }): CheckFailure {
  return { property: "", reason: `${property} ${reason}`.trim() };
}
