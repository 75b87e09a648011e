// Stands for proxyquire in the bundled Dredd, which loads hook files with it and asks it to answer `require("hooks")`. The original looks for the
// module that called it, which in a bundle is none.
const Module = require("node:module");

exports.noCallThru = () => (file, stubs) => {
  const load = Module._load;
  Module._load = (request, ...rest) =>
    Object.hasOwn(stubs, request) ? stubs[request] : load(request, ...rest);
  // Each run has hooks of its own.
  delete Module._cache[file];
  try {
    return load(file, undefined, false);
  } finally {
    Module._load = load;
  }
};
