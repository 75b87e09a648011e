// The hook file that Dredd loads when the driver runs it. Dredd takes hooks only as a file; the hooks themselves are functions of the run, which
// hands over what installs them with its configuration. This file is also read as plain JavaScript, so it has no types.
const hooks = require("hooks");
hooks.configuration.custom.install(hooks);
