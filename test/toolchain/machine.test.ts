import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { cacheDirectory } from "../../toolchain/cache-directory.cjs";

describe("our folder in the user's cache directory", () => {
  const cases: readonly [string | undefined, NodeJS.Platform, string][] = [
    [undefined, "linux", "/home/me/.cache/chatqna-monitoring"],
    ["/big/cache", "linux", "/big/cache/chatqna-monitoring"],
    ["relative", "linux", "/home/me/.cache/chatqna-monitoring"],
    ["", "linux", "/home/me/.cache/chatqna-monitoring"],
    [undefined, "darwin", "/home/me/Library/Caches/chatqna-monitoring"],
  ];
  for (const [configured, platform, expected] of cases) {
    it(`is ${expected} on ${platform} with XDG_CACHE_HOME=${configured ?? "unset"}`, () => {
      assert.equal(cacheDirectory({ XDG_CACHE_HOME: configured }, platform, "/home/me"), expected);
    });
  }
});
