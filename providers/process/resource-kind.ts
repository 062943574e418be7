/** What the provider asks of each of its resource types. Values are plain: no secret is wrapped. */
import { parse } from "./parse";
import type { Failure, Reader } from "./parse";
import { Problem } from "./problem";
import type { Properties } from "./property-values";

export interface ResourceKind {
  /** True where the old one and the new one cannot be there at the same time. */
  readonly deleteBeforeReplace: boolean;
  /**
   * What is wrong with the inputs, some of which may not be known yet. `previous` are those of the
   * resource as it is, empty for a new one.
   */
  check(inputs: Properties, previous: Properties): readonly Failure[] | Promise<readonly Failure[]>;
  /** What an update would do, by the inputs and by what is found on the machine now. */
  diff(urn: string, state: Properties, inputs: Properties): Promise<Difference>;
  create(urn: string, inputs: Properties, interruption: AbortSignal): Promise<Created>;
  /** The state as it is on the machine; undefined when the resource is gone. */
  read(urn: string, state: Properties): Promise<Properties | undefined>;
  update(
    urn: string,
    state: Properties,
    inputs: Properties,
    interruption: AbortSignal,
  ): Promise<Properties>;
  /** Deleting what is gone already succeeds. */
  delete(urn: string, state: Properties): Promise<void>;
}

export interface Difference {
  readonly changes: boolean;
  /** Properties that no update can change: the resource is made anew. */
  readonly replaces: readonly string[];
}

export interface Created {
  readonly id: string;
  readonly state: Properties;
}

/** @throws Problem listing what is wrong, when the values are not what the reader takes. */
export function typed<T>(reader: Reader<T>, values: Properties): T {
  const { value, failures } = parse(reader, values);
  if (value !== undefined) return value;
  throw new Problem(
    failures.map(({ property, reason }) => `${property} ${reason}`.trim()).join("\n"),
  );
}
