import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { pythonBytes } from "../../../simulator/services/python-bytes";
import { FrameReader, frame } from "../../../simulator/services/sse";

describe("server-sent events", () => {
  it("are read whole, in whatever pieces they come", () => {
    const words = fc.array(fc.stringMatching(/^[a-z{}":]{1,12}$/), { maxLength: 8 });
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 9 }), (sent, size) => {
        const text = sent.map(frame).join("");
        const read: string[] = [];
        const reader = new FrameReader((data) => read.push(data));
        for (let start = 0; start < text.length; start += size) {
          reader.push(text.slice(start, start + size));
        }
        assert.deepEqual(read, sent);
      }),
    );
  });
});

describe("bytes as Python prints them", () => {
  for (const [text, written] of [
    [" it", "b' it'"],
    ["it's", `b"it's"`],
    [`it's "so"`, `b'it\\'s "so"'`],
    ["é\n\\", "b'\\xc3\\xa9\\n\\\\'"],
  ] as const) {
    it(JSON.stringify(text), () => {
      assert.equal(pythonBytes(text), written);
    });
  }
});
