"use strict";
const os = require("node:os");
const path = require("node:path");

function cacheDirectory(env, platform = process.platform, home = os.homedir()) {
  const configured = env.XDG_CACHE_HOME;
  if (configured !== undefined && configured.startsWith("/")) {
    return path.join(configured, "chatqna-monitoring");
  }
  const caches = platform === "darwin" ? ["Library", "Caches"] : [".cache"];
  return path.join(home, ...caches, "chatqna-monitoring");
}

exports.cacheDirectory = cacheDirectory;
