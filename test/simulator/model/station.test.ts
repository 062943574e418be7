import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Random } from "../../../simulator/model/random";
import { Station } from "../../../simulator/model/station";
import { VirtualClock } from "../../../simulator/model/virtual-clock";

interface Measured {
  readonly meanWait: number;
  readonly meanTime: number;
  /** Mean number in the station over time. */
  readonly meanNumber: number;
  readonly throughput: number;
  /** Mean share of the servers that is busy. */
  readonly utilisation: number;
}

/** Poisson arrivals, exponential service: M/M/c. */
function measure(rate: number, servers: number, meanService: number, customers = 40_000): Measured {
  const clock = new VirtualClock();
  const station = new Station(clock, servers);
  const arrivals = new Random(7, "arrivals");
  const services = new Random(7, "services");
  let [waits, times, area, busyArea, last, done, inside, busy] = [0, 0, 0, 0, 0, 0, 0, 0];
  const look = (): void => {
    area += (clock.now() - last) * inside;
    busyArea += (clock.now() - last) * busy;
    last = clock.now();
  };
  const serve = (): number => {
    look();
    busy++;
    return services.exponential(meanService);
  };
  const arrive = (left: number): void => {
    if (left === 0) return;
    clock.after(arrivals.exponential(1 / rate), () => {
      look();
      inside++;
      station.enter(serve, ({ arrived, started, ended }) => {
        look();
        inside--;
        busy--;
        waits += started - arrived;
        times += ended - arrived;
        done++;
      });
      arrive(left - 1);
    });
  };
  arrive(customers);
  clock.runOut();
  const duration = clock.now();
  return {
    meanWait: waits / done,
    meanTime: times / done,
    meanNumber: area / duration,
    throughput: done / duration,
    utilisation: busyArea / duration / servers,
  };
}

/** Erlang's C: the chance that a customer of M/M/c must wait. */
function chanceToWait(offered: number, servers: number): number {
  let term = 1;
  let sum = 1;
  for (let index = 1; index < servers; index++) {
    term *= offered / index;
    sum += term;
  }
  const last = ((term * offered) / servers) * (servers / (servers - offered));
  return last / (sum + last);
}

function assertNear(found: number, expected: number, tolerance: number, what: string): void {
  const off = Math.abs(found - expected) / expected;
  assert.ok(
    off <= tolerance,
    `${what}: ${found}, expected ${expected} (${(100 * off).toFixed(1)} %)`,
  );
}

describe("a station", () => {
  for (const { servers, load } of [
    { servers: 1, load: 0.5 },
    { servers: 1, load: 0.8 },
    { servers: 4, load: 0.8 },
  ]) {
    it(`waits as Erlang says: ${servers} servers, ${100 * load} % busy`, () => {
      const service = 0.02;
      const rate = (load * servers) / service;
      const found = measure(rate, servers, service);
      const wait = (chanceToWait(load * servers, servers) * service) / (servers * (1 - load));
      assertNear(found.meanWait, wait, 0.1, "mean wait");
      assertNear(found.utilisation, load, 0.03, "utilisation");
      // Little's law holds for any queue that begins and ends empty, to the digit.
      assertNear(found.meanNumber, found.throughput * found.meanTime, 1e-9, "L = λW");
    });
  }

  it("takes longer, the more it has to do", () => {
    const times = [5, 15, 25, 35, 45].map((rate) => measure(rate, 1, 0.02, 5000).meanTime);
    times.reduce((less, more) => {
      assert.ok(more > less, `the mean time falls: ${times.join(", ")}`);
      return more;
    });
  });

  it("serves in the order of arrival", () => {
    const clock = new VirtualClock();
    const station = new Station(clock, 1);
    const order: number[] = [];
    for (let customer = 0; customer < 300; customer++) {
      station.enter(
        () => 1,
        ({ started }) => {
          assert.equal(started, customer);
          order.push(customer);
        },
      );
    }
    assert.equal(station.queued, 299);
    clock.runOut();
    assert.deepEqual(order, [...Array(300).keys()]);
  });
});
