import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compareBodies } from "./compare-bodies";
import { RecordedBody, recordedContentType, recordedNames } from "./recorded-body";
import { opeaAfter } from "./opea-history";
import { teiAfter } from "./tei-history";
import { tgiAfter } from "./tgi-history";
import type { ServerKind, ToleratedDifference } from "./tolerated-differences";
import { toleratedDifferences } from "./tolerated-differences";
import { vllmAfter } from "./vllm-history";

interface Rendering {
  render(at: number): { readonly contentType: string; readonly body: string };
}

const servers: readonly {
  readonly kind: ServerKind;
  readonly prefix: string;
  readonly after: (body: RecordedBody) => Rendering;
}[] = [
  { kind: "tgi", prefix: "tgi-", after: tgiAfter },
  { kind: "tei", prefix: "tei-", after: teiAfter },
  { kind: "vllm", prefix: "vllm-", after: vllmAfter },
  { kind: "opea", prefix: "opea-", after: opeaAfter },
];

describe("a server after the history of a recorded body", () => {
  const used = new Set<ToleratedDifference>();

  for (const name of recordedNames) {
    it(`${name}: serves that body`, () => {
      const server = servers.find(({ prefix }) => name.startsWith(prefix));
      assert.ok(server, "there is no server for this body");
      const recorded = new RecordedBody(name);
      const answer = server.after(recorded).render(0);
      const { differences, tolerated } = compareBodies(server.kind, recorded.text, answer.body);
      for (const difference of tolerated) used.add(difference);
      assert.ok(differences.length === 0, `${name} differs:\n${differences.join("\n")}`);
      assert.equal(answer.contentType, recordedContentType(name));
    });
  }

  it("needs every tolerated difference", () => {
    const idle = toleratedDifferences.filter((difference) => !used.has(difference));
    assert.deepEqual(
      idle.map(({ samples, reason }) => `${String(samples)}: ${reason}`),
      [],
    );
  });
});
