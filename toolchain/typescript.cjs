"use strict";
// Lets Node load TypeScript, by swc: types are stripped, not checked (`npm test` does that). Used
// wherever one of our processes starts: commands, program, provider, replay, tests. Loading a
// ready-made loader costs each of them 230 ms (ts-node with swc) to 400 ms (tsx); this one 30 ms.
const { readFileSync } = require("node:fs");
const { transformSync } = require("@swc/core");

// The loader that Pulumi starts a program with looks for a source map at each stack that is read, and
// the SDK reads one for each promise: two seconds for 29 resources. It has no maps of our files.
Error.prepareStackTrace = undefined;

require.extensions[".ts"] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, "utf8"), {
    filename,
    swcrc: false,
    sourceMaps: process.sourceMapsEnabled ? "inline" : false,
    jsc: { parser: { syntax: "typescript" }, target: "es2023" },
    module: { type: "commonjs", importInterop: "node" },
  });
  module._compile(code, filename);
};
