import {
  type ObjectiveSettings,
  defaultAvailability,
  defaultErrors,
  defaultWindow,
  presets,
} from "../plan/settings/objectives";
import type { BoardUid } from "../rules/rule";
import type { WatchedStack } from "../rules/watched-stack";

/** What boards follow beside their own source. Equal contexts give equal bytes. */
export interface BoardContext {
  readonly objectives: ObjectiveSettings;
  /**
   * The stack whose recording rules the queries may read. Absent: nobody knows where the board will
   * be, and every query has its raw form.
   */
  readonly stack?: WatchedStack;
  /** The boards that stand beside it; absent: perhaps all of ours. */
  readonly boards?: readonly BoardUid[];
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
