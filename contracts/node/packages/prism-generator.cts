// The part of prism-http that makes bodies up from schemas, loaded where they are wanted. Bundled as `dredd.cts` is.
const generator = require("@stoplight/prism-http/dist/mocker/generator/JSONSchema.js");

module.exports = { generate: generator.generate };
