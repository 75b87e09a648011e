// Stands for the reader of API Blueprint in the bundled Dredd, which is only ever given OpenAPI.
const refuse = () => {
  throw new Error("API Blueprint is not read here; describe the API with OpenAPI");
};

module.exports = { parse: refuse, parseSync: refuse, validate: refuse, validateSync: refuse };
