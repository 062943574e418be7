import assert from "node:assert/strict";
import { describe, it } from "node:test";

import {
  changedProperties,
  secret,
  unwrapped,
  withSecretsOf,
} from "../../../providers/process/property-values";

describe("property values", () => {
  const wrapped = {
    name: "server",
    content: secret("hunter2"),
    readiness: { url: "http://x/", password: secret("swordfish") },
    args: ["a", secret(["b"])],
    nothing: null,
  };
  const plain = {
    name: "server",
    content: "hunter2",
    readiness: { url: "http://x/", password: "swordfish" },
    args: ["a", ["b"]],
  };

  it("lose their secrets' wrapping at any depth", () => {
    assert.deepEqual(unwrapped(wrapped), plain);
  });

  it("get it back, in place where they are the same", () => {
    const { nothing, ...withoutNothing } = wrapped;
    assert.equal(nothing, null);
    assert.deepEqual(withSecretsOf(wrapped, plain), withoutNothing);
    assert.deepEqual(withSecretsOf(wrapped, { ...plain, pid: 7 }), { ...withoutNothing, pid: 7 });
  });

  it("are secret as a whole where they changed", () => {
    const changed = { content: "other", readiness: { password: "other" }, name: "other" };
    assert.deepEqual(withSecretsOf(wrapped, changed), {
      content: secret("other"),
      readiness: secret({ password: "other" }),
      name: "other",
    });
  });

  it("differ by value, not by the order of keys", () => {
    const before = { a: { x: 1, y: [1, 2] }, b: "same", c: 1 };
    const after = { a: { y: [1, 2], x: 1 }, b: "same", d: 1 };
    assert.deepEqual(changedProperties(before, after), ["c", "d"]);
    assert.deepEqual(changedProperties({ a: [1, 2] }, { a: [2, 1] }), ["a"]);
  });
});
