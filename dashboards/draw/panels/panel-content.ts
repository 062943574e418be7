import type { TimeWindow } from "../interval";
import type { NamedSeries } from "../panel-queries";
import type { PanelModel } from "../board-model";

/** What a panel is drawn from. */
export interface PanelContent {
  readonly panel: PanelModel;
  /** With at least one number among them. */
  readonly series: readonly NamedSeries[];
  readonly window: TimeWindow;
}
