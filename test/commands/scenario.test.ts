import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { main } from "../../commands/scenario";

describe("npm run scenario", () => {
  for (const [args, words] of [
    [["overlod"], /There is no scenario "overlod"\. Did you mean overload\?/],
    [["steady", "surge"], /One scenario at a time\./],
    [["--rate", "-1"], /--rate/],
    [["--rate", "2000"], /--rate must be a number, 0 to 1000, found "2000"/],
    [["--stack", "local", "--control", "http://127.0.0.1:1"], /Either --stack or --control/],
    [["--control", "9494"], /--control must be a URL/],
  ] as const) {
    it(`refuses ${args.join(" ")}, and asks nobody`, async () => {
      await assert.rejects(main(args), words);
    });
  }
});
