import { isObject, type JsonObject, textOf, without } from "../json";
import type { Changes } from "./changes";
import { ImportError } from "./import-error";
import { rewrite } from "./walk";

/**
 * Puts the library panels that an export brings along (`__elements`) into the board itself: only
 * Grafana's import dialog would create them.
 * @throws ImportError for a library panel that the file does not hold
 */
export function inlineLibraryPanels(dashboard: JsonObject, changes: Changes): JsonObject {
  const elements = dashboard["__elements"];
  return rewrite(dashboard, (value, place) => {
    if (!isObject(value) || !isObject(value["libraryPanel"])) return value;
    const path = place.path();
    if (path.startsWith("__elements")) return value;
    const { libraryPanel, ...own } = value;
    const uid = textOf(libraryPanel["uid"]) ?? "";
    const element = isObject(elements) ? elements[uid] : undefined;
    const model = isObject(element) ? element["model"] : libraryPanel["model"];
    if (!isObject(model)) {
      throw new ImportError(
        `${path} is the library panel "${uid}" of its author's Grafana, which the file does not hold. ` +
          'Export the board again with "Export for sharing externally".',
      );
    }
    changes.note(`library panel "${uid}" is part of the board`, path);
    return { ...without(model, "libraryPanel"), ...own };
  });
}
