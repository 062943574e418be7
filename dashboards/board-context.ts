import {
  type ObjectiveSettings,
  defaultAvailability,
  defaultErrors,
  defaultWindow,
  presets,
} from "../plan/settings/objectives";
import type { WatchedStack } from "../rules/watched-stack";

/** What boards follow beside their own source. Equal contexts give equal bytes. */
export interface BoardContext {
  readonly objectives: ObjectiveSettings;
  /**
   * The stack whose recording rules the queries may read. Absent: nobody knows where the board will
   * be, and every query has its raw form.
   */
  readonly stack?: WatchedStack;
  /** Whether that Prometheus scrapes more than the stack's targets: one that a cluster's operator has. */
  readonly othersScrape?: boolean;
  /** The uids of the boards in the same Grafana; absent: perhaps all of ours. */
  readonly boards?: readonly string[];
}

/** For the committed files: the settings' defaults, and a Prometheus without our rules. */
export const anywhere: BoardContext = {
  objectives: {
    preset: "mlperf-server",
    latencies: presets["mlperf-server"].latencies,
    errors: defaultErrors,
    availability: defaultAvailability,
    window: defaultWindow,
  },
};
