// Dredd and its two loggers, behind one file: the published package holds this file with Dredd bundled into it, so that whoever installs it gets
// Dredd's tree as this repository's lock file and overrides have it. Read as plain JavaScript by some loaders, so it has no types.
const dredd = require("dredd");
const logger = require("dredd/build/logger.js");
const reporterLogger = require("dredd/build/reporters/reporterOutputLogger.js");

module.exports = { Dredd: dredd.default ?? dredd, loggers: [logger.default, reporterLogger.default] };
