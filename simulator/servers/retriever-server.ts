import { type Lengths, drawLength } from "../model/lengths";
import type { Station } from "../model/station";
import { OpeaServer, type OpeaServerParts } from "./opea-server";
import type { VectorStore } from "./vector-store";

export interface RetrieverParts extends OpeaServerParts {
  readonly station: Station;
  readonly store: VectorStore;
  /** Tokens of a document, which is a chunk of what was ingested. */
  readonly chunks: Lengths;
  readonly searchSeconds: SearchTime;
}

/** Log-normal, as times of searches with few stragglers are. */
export interface SearchTime {
  readonly median: number;
  readonly sigma: number;
}

/** Tokens of each document found; undefined if the search failed. */
export type Found = readonly number[] | undefined;

/** OPEA's retriever: a search in the vector store for each question. */
export class RetrieverServer extends OpeaServer {
  constructor(protected override readonly parts: RetrieverParts) {
    super(parts);
  }

  /** @param count documents asked for, OPEA's `k` */
  retrieve(count: number, done: (found: Found) => void): void {
    const { station, store, random, chunks, searchSeconds, trouble } = this.parts;
    const end = this.begin(() => {
      if (end()) done(undefined);
    });
    const { median, sigma } = searchSeconds;
    station.enter(
      () => random.logNormal(median, sigma) * trouble.slowdown,
      () => {
        if (!end()) return;
        if (random.chance(trouble.failing)) {
          done(undefined);
          return;
        }
        const found = Math.min(count, store.documents);
        done(Array.from({ length: found }, () => drawLength(chunks, random)));
      },
    );
  }
}
