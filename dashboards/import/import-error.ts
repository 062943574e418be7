/** A dashboard that cannot be imported as asked: what is wrong, where, and what to do. */
export class ImportError extends Error {
  override readonly name = "ImportError";
}
