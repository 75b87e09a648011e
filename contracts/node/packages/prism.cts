// The parts of prism-http that judging takes: a fifth of the time that the whole package takes to load. Bundled when the package is built, as
// `dredd.cts` is. `transformOas3Operations` is what Prism's reader does to a document without references; it comes by itself, since the rest of that
// reader, for other formats, would cost a tenth of a run.
const validator = require("@stoplight/prism-http/dist/validator/index.js");
const { transformOas3Operations } = require("@stoplight/http-spec/oas3/operation");

module.exports = {
  validateInput: validator.validateInput,
  validateOutput: validator.validateOutput,
  transformOas3Operations,
};
