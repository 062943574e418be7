/** A command that cannot be followed, with the HTTP status to say so. */
export class ControlError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}
