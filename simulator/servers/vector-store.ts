/** What dataprep writes and the retriever searches. Empty until somebody ingests something. */
export interface VectorStore {
  /** Chunks of text. */
  documents: number;
}

/** Characters of a chunk: dataprep's default `chunk_size`. */
export const chunkCharacters = 1500;
