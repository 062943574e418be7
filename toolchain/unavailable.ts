/** Why one source could not give a tool: `no go on PATH`. Other sources may still have it. */
export class Unavailable extends Error {
  override readonly name = "Unavailable";
}
