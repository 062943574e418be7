import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { it } from "node:test";

it("the loader of TypeScript leaves no other in the way of each stack trace", () => {
  const loader = JSON.stringify(resolve(__dirname, "../../toolchain/typescript.cjs"));
  const program = `
    let mapped = 0;
    Error.prepareStackTrace = () => (mapped += 1);
    require(${loader});
    new Error("read").stack;
    console.log(mapped);
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", program], { encoding: "utf8" });
  assert.equal(stdout, "0\n", stderr);
});
