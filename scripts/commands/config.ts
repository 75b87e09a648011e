import { relative } from "node:path";
import type { Tables } from "../configuration/read.ts";
import { configurationSchema } from "../configuration/schema.ts";
import { type Command, defineCommand } from "../terminal/command.ts";
import { EXIT } from "../terminal/io.ts";
import { flag } from "../terminal/option.ts";

/** Given the options of all commands, which it cannot know itself. */
export function configCommand(tables: () => Promise<Tables>): Command {
  return defineCommand({
    usage: "config",
    summary: "print the configuration that is in force",
    description:
      "Prints what the nearest graph-contracts.config.json, .yaml or .ts says, found from this folder upwards. Options on the command line take precedence over it.",
    options: { schema: flag("print the JSON schema of the file instead") },
    exitCodes: "0 done, 2 the file cannot be used.",
    async run({ values, configuration }, io) {
      if (values.schema) {
        io.stdout.write(`${JSON.stringify(configurationSchema(await tables()), undefined, 2)}\n`);
        return EXIT.ok;
      }
      const { file, ...rest } = configuration;
      if (file === undefined) {
        io.stderr.write(
          "No graph-contracts.config.json, .yaml or .ts here or above; 'graph-contracts init' writes one\n",
        );
        return EXIT.ok;
      }
      io.stdout.write(`${JSON.stringify({ file: relative(io.cwd, file), ...hidden(rest) }, undefined, 2)}\n`);
      return EXIT.ok;
    },
  });
}

/** Headers and tokens may hold what a variable of the environment held. */
function hidden(value: object): object {
  return JSON.parse(
    JSON.stringify(value, (key: string, inner: unknown) =>
      key === "header" || key === "admin-token"
        ? (inner as readonly string[]).map((text) => text.replace(/^([^:]*:)?.*$/s, "$1 [hidden]").trim())
        : inner,
    ),
  );
}
