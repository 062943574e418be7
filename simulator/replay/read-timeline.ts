import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseExposition } from "./exposition";
import type { Recording, RecordingName, State } from "./recordings";
import { recordings } from "./recordings";
import type { Timeline } from "./timeline";
import { timelineOf } from "./timeline";

/** The recorded bodies, with `INDEX.md` and `FINDINGS.md` that tell where they come from. */
export const recordedFolder = join(__dirname, "recorded");

/**
 * Reads the bodies of a recording from `recorded/`: some 10 ms for TGI.
 * @throws Error of node:fs if a file is missing, ExpositionError if one is not as recorded
 */
export function readTimeline(name: RecordingName): Timeline {
  const recording: Recording = recordings[name];
  const { frames, rush } = recording;
  const states = [...frames.map(({ state }) => state), ...(rush.gauges ? [rush.gauges] : [])];
  const bodies = new Map(
    states.map((state) => [state, parseExposition(readBody(name, state))] as const),
  );
  return timelineOf(recording, bodies);
}

/** One recorded body, byte for byte. */
export function readBody(name: RecordingName, state: State): string {
  return readFileSync(join(recordedFolder, `${name}-${state}.prom`), "utf8");
}
