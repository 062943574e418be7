/** Why the test cannot run here, in words that follow "skipped: ". */
export class CannotRun extends Error {}
