"use strict";
// Its types claim to be an ES module's, which TypeScript lets no CommonJS module import.
const { parser } = require("@prometheus-io/lezer-promql");

exports.parser = parser;
