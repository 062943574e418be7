import { ImportError } from "./import-error";

const longest = 40;

/** Lower-case letters, digits and hyphens, at most 40 characters, as Grafana takes them. */
export function isSlug(uid: string): boolean {
  return uid.length <= longest && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(uid);
}

/** `Text Generation Inference` becomes `text-generation-inference`. */
export function slugOf(title: string): string {
  return title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{Diacritic}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, longest)
    .replace(/^-+|-+$/g, "");
}

/**
 * Two boards with one uid overwrite each other without end, and Grafana then stops updating every
 * provisioned board.
 * @throws ImportError naming both
 */
export function refuseSameUid(
  boards: readonly { readonly source: string; readonly uid: string }[],
): void {
  const sources = new Map<string, string>();
  for (const { source, uid } of boards) {
    const other = sources.get(uid);
    if (other !== undefined) {
      throw new ImportError(
        `${other} and ${source} both have the uid "${uid}". Give one of them another: uid: <slug>`,
      );
    }
    sources.set(uid, source);
  }
}
