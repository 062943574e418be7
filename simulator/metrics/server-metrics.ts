/**
 * What a model of a server tells the part that writes its `/metrics`. One union of events a server
 * kind; each event says at which moment of the real server it is due, and is sent once for that
 * moment. What the real server does not count has no event: a request whose JSON cannot be read
 * reaches no counter of TGI, TEI or the vLLM engine.
 *
 * Durations and `at` are seconds, `at` on the clock of the caller. Events of one server are sent in
 * the order of their `at`. A server's quirks are the metrics' business, not the sender's: send what
 * happened (a chat, a failed pipeline) and not what the counters should show.
 */
export interface ServerMetrics<Event> {
  record(event: Event): void;
  /** The body that `GET /metrics` answers at a moment not before the last event's. */
  render(at: number): MetricsAnswer;
}

export interface MetricsAnswer {
  /** The value of the header `Content-Type`. */
  readonly contentType: string;
  readonly body: string;
}

/** What all events have. */
export interface Moment {
  readonly at: number;
}
