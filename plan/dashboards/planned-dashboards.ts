import { ImportError } from "../../dashboards/import/import-error";
import { type ImportedDashboard, importDashboard } from "../../dashboards/import/import-dashboard";
import { refuseSameUid, slugOf } from "../../dashboards/import/uid";
import { PlanError } from "../plan-error";
import type { DashboardSettings } from "../settings/settings";
import type { Target } from "../targets/target";
import { type OwnBoard, boardsFor } from "./own-boards";

/** Texts that the plan cannot read itself, as it touches no disk and no network. */
export interface DashboardTexts {
  /** What stands in the file of one of our own boards. */
  readonly own: (board: OwnBoard) => string;
  /** What the sources of `dashboards` held, in their order. */
  readonly imported: readonly string[];
}

export interface PlannedFolder {
  readonly uid: string;
  readonly title: string;
}

export interface PlannedDashboard {
  readonly uid: string;
  readonly title: string;
  /** The uid of its folder. */
  readonly folder: string;
  /** As Grafana takes it, with nothing left to be filled in. */
  readonly json: string;
}

export interface PlannedDashboards {
  readonly folders: readonly PlannedFolder[];
  readonly dashboards: readonly PlannedDashboard[];
}

/** The folder of our own boards. */
export const ownFolder: PlannedFolder = { uid: "chatqna", title: "ChatQnA" };

/**
 * The boards that fit the targets, and those that the settings name. One of theirs that has the uid
 * of one of ours takes its place.
 * @throws PlanError for a source that is no dashboard which can be managed
 */
export function plannedDashboards(
  settings: readonly DashboardSettings[],
  targets: readonly Target[],
  texts: DashboardTexts,
): PlannedDashboards {
  const theirs = settings.map((own, position) =>
    readSource(own, position, texts.imported[position] ?? ""),
  );
  refuseTwice(theirs);
  const ours = boardsFor(targets)
    .filter(({ uid }) => theirs.every((board) => board.uid !== uid))
    .map((board) => ({
      ...importDashboard(texts.own(board), { source: board.file, uid: board.uid }),
      folder: ownFolder,
    }));
  const boards = [...ours, ...theirs];
  const folders = new Map(boards.map(({ folder }) => [folder.uid, folder]));
  return {
    folders: [...folders.values()],
    dashboards: boards.map(({ uid, title, folder, dashboard }) => ({
      uid,
      title,
      folder: folder.uid,
      json: `${JSON.stringify(dashboard, undefined, 2)}\n`,
    })),
  };
}

interface ReadSource extends ImportedDashboard {
  readonly source: string;
  readonly folder: PlannedFolder;
}

function readSource(settings: DashboardSettings, position: number, text: string): ReadSource {
  const { source, uid, folder, inputs, renameLabels, rateInterval } = settings;
  return told(position, () => ({
    ...importDashboard(text, {
      source,
      inputs,
      fixUps: { renameLabels, rateInterval },
      ...(uid !== undefined && { uid }),
    }),
    source,
    folder: folder === ownFolder.title ? ownFolder : { uid: folderUid(folder), title: folder },
  }));
}

/** A title without one letter of Latin script has no slug. */
function folderUid(title: string): string {
  const slug = slugOf(title);
  return slug === "" ? `folder-${Buffer.from(title).toString("hex").slice(0, 33)}` : slug;
}

function refuseTwice(boards: readonly ReadSource[]): void {
  told(undefined, () => {
    refuseSameUid(boards);
  });
}

function told<Result>(position: number | undefined, make: () => Result): Result {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    throw new PlanError(
      `chatqna-monitoring:dashboards${position === undefined ? "" : `[${position}]`}: ${error.message}`,
    );
  }
}
