import assert from "node:assert/strict";
import type { HttpAnswered } from "../../../simulator/metrics/python/events";
import type { Bucket, RecordedBody } from "./recorded-body";
import { add, fitted } from "./recorded-body";
import { times } from "./repeat";

/** Answers of one kind, in the order in which the kinds first came. */
export interface HttpAnswers {
  readonly handler: string | undefined;
  readonly method: "GET" | "POST";
  readonly status: number;
  readonly count: number;
}

/**
 * The answers as events. Durations fit both the fine buckets of all requests and the coarse ones of
 * each handler; sizes add up to those of each handler.
 */
export function httpEvents(
  answers: readonly HttpAnswers[],
  body: RecordedBody,
): readonly HttpAnswered[] {
  const durations = durationsByRoute(body);
  const seen = new Set<string>();
  return answers.flatMap(({ handler, method, status, count }) => {
    const name = handler ?? "none";
    const seconds = durations.get(routeOf(name, method)) ?? [];
    return times<HttpAnswered>(count, () => {
      const first = !seen.has(name);
      seen.add(name);
      const next = seconds.shift();
      assert.ok(next !== undefined, `the body has fewer answers of ${name} than the history`);
      // All bytes on the first answer: only their sum shows.
      const bytes = (family: string): number =>
        first ? body.value(`${family}_sum{handler="${name}"}`) : 0;
      return [
        {
          kind: "http-answered",
          at: 0,
          handler,
          method,
          status,
          requestBytes: bytes("http_request_size_bytes"),
          responseBytes: bytes("http_response_size_bytes"),
          seconds: next,
        },
      ];
    });
  });
}

interface Route {
  readonly key: string;
  readonly sum: number;
  /** The fine buckets of its answers, as far as settled. */
  readonly buckets: Bucket[];
}

function durationsByRoute(body: RecordedBody): ReadonlyMap<string, number[]> {
  const routes = routesOf(body);
  const fine = [...body.buckets("http_request_duration_highr_seconds")];
  const coarse = [...new Set(routes.flatMap(({ coarse: edges }) => edges.map(({ to }) => to)))];
  // Fast routes take the fast buckets first; swaps put right what that gets wrong.
  for (const edge of coarse.sort((a, b) => a - b)) {
    for (const { buckets, coarse: edges } of routes) {
      const wanted = edges.filter(({ to }) => to === edge).length;
      buckets.push(...fine.splice(0, wanted));
    }
  }
  assert.equal(fine.length, 0, "every answer belongs to a route");
  swapUntilFitting(routes, coarse);
  return new Map(routes.map(({ key, sum, buckets }) => [key, [...fitted(buckets, sum)]]));
}

function routesOf(body: RecordedBody): readonly (Route & { readonly coarse: readonly Bucket[] })[] {
  return body.samples
    .filter(({ name }) => name === "http_request_duration_seconds_count")
    .map(({ series }) => {
      const labels = series.slice(series.indexOf("{") + 1, -1);
      return {
        key: labels,
        sum: body.value(`http_request_duration_seconds_sum{${labels}}`),
        buckets: [],
        coarse: body.buckets("http_request_duration_seconds", labels),
      };
    })
    .sort((a, b) => a.sum / a.coarse.length - b.sum / b.coarse.length);
}

/** Exchanges answers of two routes within a coarse bucket as long as that brings the sums nearer. */
function swapUntilFitting(routes: readonly Route[], coarse: readonly number[]): void {
  const classOf = ({ to }: Bucket): number => coarse.findIndex((edge) => to <= edge);
  for (;;) {
    const before = add(routes.map(misfit));
    if (before === 0) return;
    const swap = routes
      .flatMap((a) => routes.filter((b) => b !== a).map((b) => [a, b] as const))
      .flatMap(([a, b]) =>
        distinct(a.buckets).flatMap((i) =>
          distinct(b.buckets)
            .filter((j) => classOf(valueOf(a.buckets, i)) === classOf(valueOf(b.buckets, j)))
            .map((j) => ({ a, b, i, j })),
        ),
      )
      .find(({ a, b, i, j }) => {
        exchange(a, b, i, j);
        if (add(routes.map(misfit)) < before) return true;
        exchange(a, b, i, j);
        return false;
      });
    assert.ok(swap, "the durations of the routes fit the buckets of all requests");
  }
}

/** By how much the sum of a route is out of reach in its buckets, in seconds. */
function misfit({ buckets, sum }: Route): number {
  const low = add(buckets.map(({ from }) => from));
  const high = add(buckets.map(({ to }) => to));
  return Math.max(0, low - sum, sum - high);
}

function exchange(a: Route, b: Route, i: number, j: number): void {
  const own = valueOf(a.buckets, i);
  a.buckets[i] = valueOf(b.buckets, j);
  b.buckets[j] = own;
}

/** The first place of each bucket. */
function distinct(buckets: readonly Bucket[]): readonly number[] {
  return buckets.flatMap(({ to }, index) =>
    buckets.findIndex((bucket) => bucket.to === to) === index ? [index] : [],
  );
}

function valueOf(buckets: readonly Bucket[], index: number): Bucket {
  const bucket = buckets[index];
  assert.ok(bucket);
  return bucket;
}

function routeOf(handler: string, method: string): string {
  return `handler="${handler}",method="${method}"`;
}
