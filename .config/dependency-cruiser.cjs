/** The arrows between the parts of this package, read by dependency-cruiser in `npm test`. Each rule says what it forbids and why. */

/** The files through which one part may be reached from another. */
const DOORS =
  "^(?:spec/index|spec/openapi/index|mock/index|contracts/index|contracts/node/index|contracts/reports/index)\\.ts$";
const TESTS = "(?:\\.test\\.ts$|/testing/)";
/** Programs and their parts that ship to nobody. */
const LAB = "^scripts/lab/";

/** A package that only one place knows, so that it can be replaced there. */
function owner(name, path) {
  return {
    name: `${name.replace("@", "").replace("/", "-")}-has-one-owner`,
    comment: `Only ${path} knows ${name}.`,
    severity: "error",
    from: { path: "^(?:spec|mock|contracts|scripts)/", pathNot: [TESTS, LAB, path] },
    to: { path: `(?:^|/)node_modules/${name}/|^${name}(?:/|$)` },
  };
}

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Types count too: two files that need each other are one file, or want a third.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "spec-stands-alone",
      comment: "What is extracted must not depend on who uses it.",
      severity: "error",
      from: { path: "^spec/", pathNot: TESTS },
      to: { path: "^(?:mock|contracts|scripts)/" },
    },
    {
      name: "contracts-knows-no-mock",
      comment: "The mock is judged by the contracts: they must not know it.",
      severity: "error",
      from: { path: "^contracts/", pathNot: TESTS },
      to: { path: "^(?:mock|scripts)/" },
    },
    {
      name: "contracts-pure-part",
      comment: "The pure part of contracts runs in a browser: no Node, no Dredd, no prism-http.",
      severity: "error",
      from: { path: "^contracts/(?!node/)", pathNot: TESTS },
      to: { path: "^contracts/node/" },
    },
    {
      name: "mock-runs-anywhere",
      comment: "The mock is bundled for browsers and edge runtimes.",
      severity: "error",
      from: { path: "^mock/", pathNot: TESTS },
      to: { path: "^(?:scripts|contracts/node)/" },
    },
    {
      name: "no-node-builtins",
      comment: "Only scripts and the Node part of contracts know files, sockets and processes.",
      severity: "error",
      from: { path: "^(?:spec|mock|contracts/(?!node/))", pathNot: TESTS },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "through-the-door",
      comment: "Across folders only by the door, so that what lies behind it can change.",
      severity: "error",
      from: { path: "^(spec|mock|contracts|scripts)/", pathNot: TESTS },
      to: { path: "^(?:spec|mock|contracts|scripts)/", pathNot: ["^$1/", DOORS, "\\.json$"] },
    },
    {
      name: "openapi-without-extraction",
      comment: "The second door of spec loads no Markdown: a mock starts without the extractor.",
      severity: "error",
      from: { path: "^spec/openapi/", pathNot: TESTS },
      to: { path: "^spec/(?:index|extract|page|model|project|pages)" },
    },
    {
      name: "model-without-markdown",
      comment:
        "What operations mean is told from the structure of a page, not from its Markdown; and not from a finished document.",
      severity: "error",
      from: { path: "^spec/model/", pathNot: TESTS },
      to: { path: "^(?:spec/project/|node_modules/)" },
    },
    {
      name: "page-without-meaning",
      comment: "The structure of a page knows nothing of what an API is.",
      severity: "error",
      from: { path: "^spec/page/", pathNot: TESTS },
      to: { path: "^spec/(?:model|openapi|project)/" },
    },
    {
      name: "nothing-needs-scripts",
      comment: "Programs are nobody's parts.",
      severity: "error",
      from: { path: "^(?:spec|mock|contracts)/", pathNot: TESTS },
      to: { path: "^scripts/" },
    },
    {
      name: "lab-is-not-shipped",
      comment: "Benches, planted faults and fuzzing are for us alone.",
      severity: "error",
      from: { path: "^scripts/", pathNot: [TESTS, LAB] },
      to: { path: LAB },
    },
    {
      name: "no-test-in-what-ships",
      comment: "Test parts are left out of the package.",
      severity: "error",
      from: { path: "^(?:spec|mock|contracts|scripts)/", pathNot: [TESTS, LAB, "^scripts/testing/"] },
      to: { path: TESTS },
    },
    {
      name: "resolvable",
      comment: "An import that leads nowhere.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    owner("markdown-it", "^spec/page/"),
    owner("dredd", "^contracts/node/"),
    owner("@stoplight/prism-http", "^contracts/node/"),
    owner("@hono/node-server", "^scripts/"),
    owner("hono", "^(?:mock|scripts|contracts/reports)/"),
    owner("jsonc-parser", "^spec/page/"),
    owner("yaml", "^scripts/"),
    owner("fast-check", "^contracts/"),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    // Dredd's hooks run in Dredd's own process, and description.d.ts types what strangers import by the package's name.
    exclude: {
      path: [
        "^(?:dist|node_modules)/",
        "^contracts/dredd-hooks\\.cjs$",
        "hooks\\.cts$",
        "^spec/description\\.d\\.ts$",
      ],
    },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "default", "node"],
    },
  },
};
