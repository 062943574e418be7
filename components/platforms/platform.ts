import type * as pulumi from "@pulumi/pulumi";
import type { Workload } from "../../plan/workloads/workload";
import type { Secrets } from "./secrets";

/** Runs workloads: host processes, containers. */
export interface Platform {
  /** Registers every workload below `parent`. */
  start(
    workloads: readonly Workload[],
    secrets: Secrets,
    parent: pulumi.Resource,
  ): ReadonlyMap<string, StartedWorkload>;
}

export interface StartedWorkload {
  /** The server itself: with it goes what it keeps in memory. */
  readonly server: pulumi.CustomResource;
  /** By its name, what holds each storage of the workload. */
  readonly storage: ReadonlyMap<string, pulumi.CustomResource>;
  /** Where its first port, if published, is reached from this machine. Known in a preview. */
  readonly url: string;
  /** `host:port` at which the stack's other workloads reach its first port. */
  readonly reachedAt: string;
}
