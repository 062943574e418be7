/** Settings that cannot be carried out here. The message is for the user, and says what to do. */
export class PlanError extends Error {
  override readonly name = "PlanError";
}
