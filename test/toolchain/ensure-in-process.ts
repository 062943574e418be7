// Started by ensure-tool.test.ts, to be killed in the middle: the tool's name and a machine as JSON.
import { ensureTool } from "../../toolchain/ensure-tool";
import type { Machine } from "../../toolchain/machine";
import type { ToolName } from "../../toolchain/tool";
import { noProgress } from "./fake-machine";

const [name, machine] = process.argv.slice(2);
void ensureTool(name as ToolName, {
  progress: noProgress,
  obtain: true,
  machine: { ...(JSON.parse(machine ?? "") as Machine), now: Date.now },
});
