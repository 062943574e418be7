import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hasOwnSettings, planCopy } from "../../commands/local/settings-copy";

const committed = `# A comment
config:
  chatqna-monitoring:platform: process
`;
const salt = "encryptionsalt: v1:abc\n";
const generated = `${committed}  chatqna-monitoring:grafana:
    adminPassword:
      secure: v1:xyz
${salt}`;
const usersOwn = generated.replace(
  "platform: process",
  "platform: process\n  chatqna-monitoring:environment: mine",
);
const newer = committed.replace("process", "process # changed");
const changed = `${committed}  chatqna-monitoring:environment: demo\n`;

describe("the settings that stack local runs on", () => {
  it("are a copy of the committed ones at first", () => {
    assert.deepEqual(planCopy({ committed }), { action: "write", text: committed });
  });

  it("stay as they are while the committed ones do", () => {
    const copy = { text: generated, base: committed };
    assert.deepEqual(planCopy({ committed, copy }), { action: "keep" });
  });

  it("keep what `pulumi config set` wrote", () => {
    const copy = { text: usersOwn, base: committed };
    assert.deepEqual(planCopy({ committed, copy }), { action: "keep" });
    assert.equal(hasOwnSettings(copy), true);
  });

  it("follow the committed ones, with the salt and the generated secrets", () => {
    const plan = planCopy({ committed: changed, copy: { text: generated, base: committed } });
    assert.ok(plan.action === "write");
    assert.match(plan.text, /environment: demo/);
    assert.match(plan.text, /secure: v1:xyz/);
    assert.match(plan.text, /encryptionsalt: v1:abc/);
  });

  it("follow a change of a comment too", () => {
    const plan = planCopy({ committed: newer, copy: { text: generated, base: committed } });
    assert.equal(plan.action, "write");
  });

  it("are a conflict when both were changed, so that nothing is lost", () => {
    const plan = planCopy({ committed: changed, copy: { text: usersOwn, base: committed } });
    assert.deepEqual(plan, { action: "conflict" });
  });

  it("are not the user's own when the engine only reordered them", () => {
    const reordered = `config:\n  chatqna-monitoring:grafana: {adminPassword: {secure: v1:xyz}}\n  chatqna-monitoring:platform: process\n${salt}`;
    assert.equal(hasOwnSettings({ text: reordered, base: committed }), false);
  });
});
