import { readFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isJsonObject, isRuleId, RULES, type Severity } from "../../spec/index.ts";
import { type Io, UsageError } from "../terminal/io.ts";
import type { OptionTable, Presets } from "../terminal/option.ts";
import { didYouMean } from "../terminal/similar.ts";
import { orList } from "../terminal/value-types.ts";
import type { Configuration, IgnoredRule } from "./configuration.ts";

const SEVERITIES = ["off", "info", "warning", "error"] as const;

export type Tables = Readonly<Record<string, OptionTable>>;

/** Reads and checks a configuration file. `tables` are the options of the commands that may be configured. */
export async function readConfiguration(file: string, tables: Tables, io: Io): Promise<Configuration> {
  const name = relative(io.cwd, file);
  const refuse = (reason: string): never => {
    throw new UsageError(`${name}: ${reason}`);
  };
  const loaded = await load(file, refuse);
  if (!isJsonObject(loaded)) return refuse("expected an object");
  // A member whose lines are all commented out is null in YAML.
  const content = Object.fromEntries(Object.entries(loaded).filter(([, value]) => value !== null));
  const { $schema: _, sources, target, severities, ignore, options, ...commands } = content;
  const unknown = Object.keys(commands).find((key) => !Object.hasOwn(tables, key));
  if (unknown !== undefined)
    refuse(`unknown member '${unknown}'${didYouMean(unknown, [...MEMBERS, ...Object.keys(tables)])}`);
  const reader: Reader = { folder: dirname(file), env: io.env, refuse };
  const shared: OptionTable = Object.assign({}, ...Object.values(tables));
  return {
    file,
    sources: texts(sources, "sources", reader).map((path) => displayPath(path, reader.folder, io.cwd)),
    ...(target === undefined ? {} : { target: text(target, "target", reader) }),
    severities: readSeverities(severities, reader),
    ignore: readIgnored(ignore, reader),
    options: readOptions(options, shared, "options", reader),
    commands: Object.fromEntries(
      Object.entries(commands).map(([command, given]) => [
        command,
        readOptions(given, tables[command] ?? {}, command, reader),
      ]),
    ),
  };
}

const MEMBERS = ["sources", "target", "severities", "ignore", "options"] as const;

interface Reader {
  readonly folder: string;
  readonly env: Io["env"];
  readonly refuse: (reason: string) => never;
}

async function load(file: string, refuse: Reader["refuse"]): Promise<unknown> {
  try {
    if (/\.[mc]?[jt]s$/.test(file)) {
      const module: { default?: unknown } = await import(pathToFileURL(file).href);
      return module.default;
    }
    const content = await readFile(file, "utf8");
    if (file.endsWith(".json")) return JSON.parse(content);
    const { parse } = await import("yaml");
    return parse(content);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ERR_UNKNOWN_FILE_EXTENSION")
      return refuse("this Node cannot load TypeScript; use Node 22.18 or newer, or a .json or .yaml file");
    return refuse(`cannot be read: ${message.split("\n")[0]}`);
  }
}

/** `${NAME}` is the variable of that name, so that nothing secret need stand in the file. */
function text(value: unknown, name: string, { env, refuse }: Reader): string {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean")
    return refuse(`'${name}' must be a text, a number or true or false`);
  return String(value).replace(/\$\{([A-Za-z_]\w*)\}/g, (_, variable: string) => {
    const found = env[variable];
    return found ?? refuse(`'${name}' needs the environment variable ${variable}, which is not set`);
  });
}

function texts(value: unknown, name: string, reader: Reader): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map((one: unknown) => text(one, name, reader));
}

function readOptions(value: unknown, table: OptionTable, where: string, reader: Reader): Presets {
  if (value === undefined) return {};
  if (!isJsonObject(value)) return reader.refuse(`'${where}' must be an object`);
  return Object.fromEntries(
    Object.entries(value).map(([name, given]) => {
      const option = Object.hasOwn(table, name) ? table[name] : undefined;
      if (!option)
        return reader.refuse(`'${where}' has no option '${name}'${didYouMean(name, Object.keys(table))}`);
      const found = texts(given, `${where}.${name}`, reader);
      if (option.kind !== "list" && found.length !== 1) reader.refuse(`'${where}.${name}' takes one value`);
      const { rebase } = option;
      return [name, rebase ? found.map((one) => rebase(one, reader.folder)) : found];
    }),
  );
}

function readSeverities(value: unknown, { refuse }: Reader): Configuration["severities"] {
  if (value === undefined) return {};
  if (!isJsonObject(value)) return refuse("'severities' must be an object");
  const found: Partial<Record<string, Severity | "off">> = {};
  for (const [rule, given] of Object.entries(value)) {
    if (!isRuleId(rule))
      refuse(`'severities' names the unknown rule '${rule}'${didYouMean(rule, Object.keys(RULES))}`);
    const severity = SEVERITIES.find((known) => known === given);
    found[rule] = severity ?? refuse(`'severities.${rule}' must be ${orList(SEVERITIES)}`);
  }
  return found;
}

function readIgnored(value: unknown, { refuse }: Reader): IgnoredRule[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return refuse("'ignore' must be a list");
  return value.map((entry: unknown) => {
    const { rule, path } = isJsonObject(entry) ? entry : {};
    if (typeof path !== "string")
      return refuse('\'ignore\' wants entries such as {"rule": "placeholder", "path": "drafts/**"}');
    if (rule === undefined) return { path };
    if (typeof rule !== "string" || !isRuleId(rule))
      return refuse(
        `'ignore' names the unknown rule '${String(rule)}'${didYouMean(String(rule), Object.keys(RULES))}`,
      );
    return { rule, path };
  });
}

function displayPath(path: string, folder: string, cwd: string): string {
  return relative(cwd, resolve(folder, path)) || ".";
}
