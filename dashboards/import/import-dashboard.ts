import { type JsonObject, textOf } from "../json";
import { type Change, Changes } from "./changes";
import {
  fillInputs,
  pinDatasources,
  type PrometheusReference,
  withDatasourceVariable,
} from "./datasources";
import { applyFixUps, type FixUps } from "./fix-ups";
import { ImportError } from "./import-error";
import { inputValues } from "./inputs";
import { inlineLibraryPanels } from "./library-panels";
import { placeholdersIn } from "./placeholders";
import { readDashboard } from "./read-dashboard";
import { isSlug, slugOf } from "./uid";
import { forgetChoices } from "./variables";

export interface ImportOptions {
  /** The file or address, for messages. */
  readonly source: string;
  /** Default: a slug of the title. */
  readonly uid?: string;
  /**
   * Which Prometheus the board asks: one for good, by its uid, or the one chosen in a variable of
   * the board. Default: pinned to `prometheus`, the uid of this stack's.
   */
  readonly datasource?: { readonly pin: string } | { readonly variable: string };
  /** Values for the board's inputs that are no Prometheus, by their name. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly fixUps?: FixUps;
}

export interface ImportedDashboard {
  readonly uid: string;
  readonly title: string;
  /** What Grafana's API takes, with nothing left to be filled in. */
  readonly dashboard: JsonObject;
  readonly changes: readonly Change[];
}

/**
 * Turns a dashboard as people share them into one that works as a managed resource. Pure.
 * @throws ImportError
 */
export function importDashboard(text: string, options: ImportOptions): ImportedDashboard {
  const changes = new Changes();
  const reference = referenceOf(options);
  const read = inlineLibraryPanels(readDashboard(text, options.source, changes), changes);
  const values = inputValues(read, reference.uid, options.inputs ?? {});
  const own = dropForeign(fillInputs(read, values, changes), changes);
  const pinned = pinDatasources(parametrised(own, options), reference, changes);
  const fixed = applyFixUps(
    forgetChoices(pinned, reference, changes),
    options.fixUps ?? {},
    changes,
  );
  refusePlaceholders(fixed, options.source);
  const title = textOf(fixed["title"]) ?? "";
  const uid = uidOf(title, options);
  if (fixed["uid"] !== uid) changes.note(`uid is now ${uid}`, "uid");
  const dashboard = { ...fixed, uid };
  return { uid, title, dashboard, changes: changes.list };
}

function referenceOf({ datasource = { pin: "prometheus" } }: ImportOptions): PrometheusReference {
  const uid = "pin" in datasource ? datasource.pin : `\${${datasource.variable}}`;
  return { type: "prometheus", uid };
}

function parametrised(dashboard: JsonObject, { datasource }: ImportOptions): JsonObject {
  return datasource !== undefined && "variable" in datasource
    ? withDatasourceVariable(dashboard, datasource.variable)
    : dashboard;
}

/** What only the Grafana that the file comes from can know, and what an import dialog reads. */
const foreign = ["id", "version", "iteration", "__inputs", "__requires", "__elements"];

function dropForeign(dashboard: JsonObject, changes: Changes): JsonObject {
  return Object.fromEntries(
    Object.entries(dashboard).filter(([key, value]) => {
      if (!foreign.includes(key)) return true;
      if (value !== null) changes.note(`dropped ${key}`, key);
      return false;
    }),
  );
}

function refusePlaceholders(dashboard: JsonObject, source: string): void {
  const left = placeholdersIn(dashboard);
  if (left.length === 0) return;
  const lines = left.slice(0, 10).map(({ path, text }) => `  ${path}: ${text}`);
  const more = left.length > 10 ? [`  and ${left.length - 10} more`] : [];
  throw new ImportError(
    [
      `${source}: nothing says what these placeholders stand for:`,
      ...lines,
      ...more,
      "Export the board again, or make them variables of the board.",
    ].join("\n"),
  );
}

function uidOf(title: string, { uid, source }: ImportOptions): string {
  const chosen = uid ?? slugOf(title);
  if (isSlug(chosen)) return chosen;
  throw new ImportError(
    uid === undefined
      ? `${source}: no uid can be made of the title "${title}". Give one: --uid <slug>`
      : `The uid "${uid}" does not do: lower-case letters, digits and single hyphens, at most 40.`,
  );
}
