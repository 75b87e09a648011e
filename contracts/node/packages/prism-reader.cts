// Prism's own reader of a document with references. Bundled as `dredd.cts` is.
const operations = require("@stoplight/prism-http/dist/utils/operations.js");

module.exports = { getHttpOperationsFromSpec: operations.getHttpOperationsFromSpec };
