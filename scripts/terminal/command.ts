import type { Configuration } from "../configuration/configuration.ts";
import { type CommandLine, readCommandLine } from "./command-line.ts";
import { renderHelp } from "./help.ts";
import type { Io } from "./io.ts";
import type { OptionTable } from "./option.ts";

/** One subcommand: `scripts/commands/<name>.ts` exports it as `command`. */
export interface Command {
  readonly summary: string;
  /** Shown by `--help`: synopsis, description, options and exit codes. */
  readonly help: string;
  readonly options: OptionTable;
  run(args: readonly string[], io: Io, configuration?: Configuration): Promise<number>;
}

export interface CommandDefinition<T extends OptionTable> {
  /** What follows the name of the program: "mock [PAGE|FOLDER ...]". */
  readonly usage: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** A paragraph or two for `--help`. */
  readonly description: string;
  readonly options: T;
  readonly exitCodes: string;
  run(line: CommandLine<T>, io: Io): Promise<number>;
}

export function defineCommand<const T extends OptionTable>(definition: CommandDefinition<T>): Command {
  return {
    summary: definition.summary,
    help: renderHelp(definition),
    options: definition.options,
    run: (args, io, configuration) =>
      definition.run(
        readCommandLine(definition.options, args, configuration, definition.usage.split(" ")[0]),
        io,
      ),
  };
}
