import { parseArgs } from "node:util";
import { type Configuration, NO_CONFIGURATION } from "../configuration/configuration.ts";
import { UsageError } from "./io.ts";
import type { Option, OptionTable, OptionValues, Presets } from "./option.ts";
import { didYouMean } from "./similar.ts";

/** A command line, checked and complete. */
export interface CommandLine<T extends OptionTable> {
  readonly values: OptionValues<T>;
  /** What is not an option: pages, folders, the URL of a server. */
  readonly operands: readonly string[];
  readonly configuration: Configuration;
}

/** Reads the arguments of a command by its table of options. Throws `UsageError` for what cannot be understood, naming what would be. */
export function readCommandLine<const T extends OptionTable>(
  table: T,
  args: readonly string[],
  configuration: Configuration = NO_CONFIGURATION,
  command = "",
): CommandLine<T> {
  const presets: Presets = { ...configuration.options, ...configuration.commands[command] };
  const { given, operands } = collect(table, args);
  const values = Object.fromEntries(
    Object.entries(table).map(([name, option]) => [
      name,
      option.read(given.get(name) ?? presets[name] ?? [], name),
    ]),
  );
  // Built from the same table, key by key.
  return { values: values as OptionValues<T>, operands, configuration };
}

interface Collected {
  readonly given: ReadonlyMap<string, readonly string[]>;
  readonly operands: readonly string[];
}

function collect(table: OptionTable, args: readonly string[]): Collected {
  const { tokens } = parseArgs({
    args: withValues(table, args),
    // Ours are the messages: Node's say nothing of what was meant.
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      Object.entries(table).map(([name, { kind }]) => [
        name,
        { type: kind === "flag" ? "boolean" : "string" } as const,
      ]),
    ),
  });
  const given = new Map<string, readonly string[]>();
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    const [name, text] = optionText(table, token);
    given.set(name, [...(given.get(name) ?? []), text]);
  }
  return { given, operands };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function optionText(
  table: OptionTable,
  { name, rawName, value, inlineValue }: OptionToken,
): readonly [string, string] {
  const option = Object.hasOwn(table, name) ? table[name] : undefined;
  if (!option) {
    const positive = name.startsWith("no-") ? name.slice(3) : "";
    if (Object.hasOwn(table, positive) && table[positive]?.kind === "flag") return [positive, "false"];
    throw new UsageError(
      `unknown option '${rawName}'${didYouMean(name, Object.keys(table), "--")}; --help lists the options`,
    );
  }
  if (option.kind === "flag") {
    if (value !== undefined) throw new UsageError(`${rawName} takes no value`);
    return [name, "true"];
  }
  if (value === undefined) throw new UsageError(`${rawName} needs a value: ${rawName} ${option.label}`);
  if (!inlineValue && /^-\D/.test(value))
    throw new UsageError(
      `${rawName} needs a value, and '${value}' is an option; ${rawName}=${value} if it is meant`,
    );
  return [name, value];
}

/** Gives options that may stand alone the value that is then meant; `parseArgs` knows none whose value may be left out. */
function withValues(table: OptionTable, args: readonly string[]): string[] {
  const aloneOf = (arg: string): Option<unknown>["alone"] =>
    arg.startsWith("--") && Object.hasOwn(table, arg.slice(2)) ? table[arg.slice(2)]?.alone : undefined;
  return args.flatMap((arg, index) => {
    const alone = aloneOf(arg);
    return alone && !alone.looksLike.test(args[index + 1] ?? "") ? [arg, alone.value] : [arg];
  });
}
