import type { SettingPath } from "./setting-path";

/** A problem, and which settings it is about. */
export interface Finding {
  readonly path: SettingPath;
  readonly message: string;
  /** The setting that was meant by a misspelt key, where it can be told. */
  readonly meant?: SettingPath | undefined;
}

/** What a check of several settings found. */
export interface CrossFinding extends Finding {
  /** The other settings it looked at: with one of them broken, the finding may be wrong. */
  readonly involves: readonly SettingPath[];
}
