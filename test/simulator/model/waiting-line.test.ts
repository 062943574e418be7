import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { WaitingLine } from "../../../simulator/model/waiting-line";

const step = fc.oneof(
  { weight: 3, arbitrary: fc.constant("push" as const) },
  { weight: 3, arbitrary: fc.constant("shift" as const) },
  fc.constantFrom("pushFront" as const, "remove" as const),
);

describe("a waiting line", () => {
  it("does what an array does, however many came and went", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 200, maxLength: 2000 }), fc.nat(), (steps, which) => {
        const line = new WaitingLine<number>();
        const plain: number[] = [];
        steps.forEach((name, item) => {
          if (name === "push") {
            line.push(item);
            plain.push(item);
          } else if (name === "pushFront") {
            line.pushFront(item);
            plain.unshift(item);
          } else if (name === "shift") {
            assert.equal(line.shift(), plain.shift());
          } else {
            const gone = plain[which % Math.max(1, plain.length)] ?? -1;
            line.remove(gone);
            if (gone >= 0) plain.splice(plain.indexOf(gone), 1);
          }
          assert.equal(line.length, plain.length);
          assert.equal(line.first, plain[0]);
        });
        assert.deepEqual(line.drain(), plain);
        assert.equal(line.length, 0);
      }),
      { numRuns: 50 },
    );
  });
});
