import type { Series } from "./prometheus-answers";

type Reducer = (values: readonly number[]) => number | undefined;

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Grafana's calculations by their ids, on values of which none is NaN. */
const reducers: Readonly<Record<string, Reducer>> = {
  lastNotNull: (values) => values.at(-1),
  last: (values) => values.at(-1),
  firstNotNull: (values) => values[0],
  first: (values) => values[0],
  mean: (values) => (values.length === 0 ? undefined : sum(values) / values.length),
  median: (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)],
  min: (values) => extreme(values, Math.min),
  max: (values) => extreme(values, Math.max),
  sum,
  count: (values) => values.length,
  range: (values) => difference(extreme(values, Math.max), extreme(values, Math.min)),
  diff: (values) => difference(values.at(-1), values[0]),
  delta: (values) =>
    sum(values.slice(1).map((value, index) => Math.max(0, value - (values[index] ?? value)))),
};

const calcNames: Readonly<Record<string, string>> = {
  lastNotNull: "last",
  firstNotNull: "first",
  sum: "total",
};

/** `last`, `mean`: for people. */
export function calcName(calc: string): string {
  return calcNames[calc] ?? calc;
}

/** One number for a series; undefined where it has none. An unknown calculation is the last value. */
export function reduceSeries({ values }: Series, calc = "lastNotNull"): number | undefined {
  const numbers = values.filter((value) => !Number.isNaN(value));
  if (numbers.length === 0) return undefined;
  const reducer = Object.hasOwn(reducers, calc) ? reducers[calc] : undefined;
  return (reducer ?? reducers["lastNotNull"])?.(numbers);
}

function extreme(
  values: readonly number[],
  choose: (a: number, b: number) => number,
): number | undefined {
  const [first, ...rest] = values;
  return first === undefined ? undefined : rest.reduce((a, b) => choose(a, b), first);
}

function difference(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a - b;
}
