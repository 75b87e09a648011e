import { existsSync } from "node:fs";
import { join } from "node:path";
import { findConfiguration } from "../configuration/find.ts";
import { writeWhole } from "../files/whole-file.ts";
import { defineCommand } from "../terminal/command.ts";
import { EXIT, UsageError } from "../terminal/io.ts";
import { flag } from "../terminal/option.ts";

const FILE = "graph-contracts.config.yaml";

export const command = defineCommand({
  usage: "init",
  summary: "write a configuration file with comments",
  description: `Writes ${FILE} into this folder, with the pages found here and every setting explained. Asks nothing.`,
  options: { force: flag("replace a file that is there") },
  exitCodes: "0 done, 2 there is a configuration already.",
  async run({ values }, io) {
    const present = findConfiguration(io.cwd);
    if (present?.startsWith(io.cwd) && !values.force)
      throw new UsageError(`${present} is there already; --force replaces ${FILE}`);
    const sources = ["api-reference", "docs/api", "docs", "spec/pages"].find((folder) =>
      existsSync(join(io.cwd, folder)),
    );
    await writeWhole(join(io.cwd, FILE), template(sources ?? "docs"));
    io.stdout.write(`Wrote ${FILE}; 'graph-contracts config' prints what it says\n`);
    return EXIT.ok;
  },
});

function template(sources: string): string {
  return `# The configuration of graph-contracts. Options on the command line take precedence.
# Paths are relative to this file; \${NAME} is the environment variable NAME.

# The pages: files, folders or patterns.
sources: [${sources}]

# The base of the server for 'verify' and 'proxy'.
# target: http://127.0.0.1:4010/beta

# Diagnostics by rule: off, info, warning or error. 'graph-contracts explain' lists the rules.
severities:
  # placeholder: error

# Diagnostics that are not shown, by path and rule.
ignore:
  # - { path: "drafts/**", rule: placeholder }

# Options for every command that has them.
options:
  # baseline: graph-contracts.baseline.json

verify:
  # param: ["usersId=adele@contoso.com"]
  # header: ["X-Api-Key: \${API_KEY}"]
  # report: ["junit=verdict.xml"]

mock:
  # port: 4010
`;
}
