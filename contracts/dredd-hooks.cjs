// Hooks of `npx dredd --config contracts/dredd.yml`: the recorded contracts become Dredd's transactions.
const { readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");
const hooks = require("hooks");

const read = (file) => JSON.parse(readFileSync(join(__dirname, file), "utf8"));
const contracts = () => {
  const files = readdirSync(join(__dirname, "recorded")).filter((name) => name.endsWith(".json"));
  return files.sort().map((name) => read(`recorded/${name}`));
};

// The sources are TypeScript modules, so they are loaded through tsx.
const standalone = import("tsx/esm/api")
  .then(({ tsImport }) => tsImport("./node/dredd/standalone.ts", pathToFileURL(__filename).href))
  .then(({ createStandalone }) => createStandalone(read("../spec/openapi.json"), contracts(), process.env));

const failAll = (transactions) => (error) => {
  for (const transaction of transactions) transaction.fail = `the contracts cannot be read: ${error.message}`;
};

hooks.beforeAll((transactions, done) => {
  standalone
    .then((run) => transactions.splice(0, transactions.length, ...run.transactions(transactions[0])))
    .catch(failAll(transactions))
    .then(done);
});

hooks.beforeEachValidation((transaction, done) => {
  standalone
    .then((run) => run.judge(transaction))
    .catch(failAll([transaction]))
    .then(done);
});
