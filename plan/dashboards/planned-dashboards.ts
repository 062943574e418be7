import { buildBoard } from "../../dashboards/board";
import type { BoardContext } from "../../dashboards/board-context";
import { ImportError } from "../../dashboards/import/import-error";
import { type ImportedDashboard, importDashboard } from "../../dashboards/import/import-dashboard";
import { refuseSameUid, slugOf } from "../../dashboards/import/uid";
import { type JsonObject, textOf } from "../../dashboards/json";
import { PlanError } from "../plan-error";
import type { DashboardSettings } from "../settings/settings";
import type { Target } from "../targets/target";
import { boardsFor } from "./own-boards";

/** Texts that the plan cannot read itself, as it touches no disk and no network. */
export interface DashboardTexts {
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
  about: Omit<BoardContext, "boards">,
  texts: DashboardTexts,
): PlannedDashboards {
  const theirs = settings.map((own, position) =>
    readSource(own, position, texts.imported[position] ?? ""),
  );
  refuseTwice(theirs);
  const ours = boardsFor(targets)
    .map(({ source }) => source)
    .filter(({ uid }) => theirs.every((board) => board.uid !== uid));
  const context = { ...about, boards: [...ours, ...theirs].map(({ uid }) => uid) };
  const boards = [
    ...ours.map((source) => ({ ...managed(buildBoard(source, context)), folder: ownFolder })),
    ...theirs,
  ];
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

/** As Grafana takes it: the Prometheus that it asks is the stack's. */
function managed(board: JsonObject): ImportedDashboard {
  const uid = textOf(board["uid"]) ?? "";
  return importDashboard(JSON.stringify(board), { source: uid, uid });
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
