import type { Station } from "../model/station";
import { OpeaServer, type OpeaServerParts } from "./opea-server";
import { type VectorStore, chunkCharacters } from "./vector-store";

export interface DataprepParts extends OpeaServerParts {
  readonly station: Station;
  readonly store: VectorStore;
  /** Seconds that a chunk takes: to be split off, embedded and written. */
  readonly chunkSeconds: number;
}

/** OPEA's dataprep: cuts files into chunks and writes them to the vector store, file after file. */
export class DataprepServer extends OpeaServer {
  constructor(protected override readonly parts: DataprepParts) {
    super(parts);
  }

  /** `done` gets the number of chunks, undefined if it failed. */
  ingest(bytes: number, done: (chunks: number | undefined) => void): void {
    const { station, store, random, chunkSeconds, trouble } = this.parts;
    const chunks = Math.max(1, Math.ceil(bytes / chunkCharacters));
    const end = this.begin(() => {
      if (end()) done(undefined);
    });
    station.enter(
      () => (0.2 + chunks * chunkSeconds) * trouble.slowdown,
      () => {
        if (!end()) return;
        if (random.chance(trouble.failing)) {
          done(undefined);
          return;
        }
        store.documents += chunks;
        done(chunks);
      },
    );
  }

  /** Deletes everything. */
  clear(): void {
    this.parts.store.documents = 0;
  }
}
