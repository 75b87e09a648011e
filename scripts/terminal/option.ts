/**
 * An option of a command as data. Parsing, checks, defaults, `--help`, the configuration file and its JSON schema are all read from
 * the same row, so that an option is added in one place.
 */
import { UsageError } from "./io.ts";

export interface Option<T> {
  /** `flag` takes no value, `value` one (the last counts), `list` may be repeated. */
  readonly kind: "flag" | "value" | "list";
  /** What `--help` calls the value: N, FILE, MS. Empty for a flag. */
  readonly label: string;
  readonly help: string;
  /** The default as it would be typed; `--help` shows it. */
  readonly fallback?: string;
  /** The value that is meant where the option stands without one: `--deep` is `--deep 100`. */
  readonly alone?: { readonly value: string; readonly looksLike: RegExp };
  /** What a configuration file may hold under this name. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** Makes a path in a value, which a configuration file in `folder` holds, absolute. */
  readonly rebase?: (text: string, folder: string) => string;
  /** Reads all values that were given for the option, none included. */
  readonly read: (texts: readonly string[], name: string) => T;
}

export type OptionTable = Readonly<Record<string, Option<unknown>>>;
export type OptionValues<T extends OptionTable> = {
  readonly [K in keyof T]: T[K] extends Option<infer V> ? V : never;
};

/** How one text becomes a value: undefined refuses it, and `expected` then says what would be right. */
export interface ValueType<T> {
  readonly label: string;
  readonly expected: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly parse: (text: string) => T | undefined;
  readonly rebase?: Option<T>["rebase"];
  /** The text is never repeated in a message. */
  readonly secret?: boolean;
}

export function flag(help: string): Option<boolean> {
  return {
    kind: "flag",
    label: "",
    help,
    schema: { type: "boolean" },
    read: (texts) => texts.length > 0 && texts.at(-1) !== "false",
  };
}

/** An option with one value and a default. */
export function value<T>(type: ValueType<T>, help: string, fallback: string): Option<T> {
  return {
    kind: "value",
    label: type.label,
    help,
    fallback,
    schema: type.schema,
    ...(type.rebase ? { rebase: type.rebase } : {}),
    read: (texts, name) => parsed(type, texts.at(-1) ?? fallback, name),
  };
}

/** An option with one value, undefined where it is not given. */
export function optional<T>(
  type: ValueType<T>,
  help: string,
  alone?: Option<T>["alone"],
): Option<T | undefined> {
  return {
    kind: "value",
    label: type.label,
    help,
    schema: type.schema,
    ...(alone ? { alone } : {}),
    ...(type.rebase ? { rebase: type.rebase } : {}),
    read: (texts, name) => {
      const text = texts.at(-1);
      return text === undefined ? undefined : parsed(type, text, name);
    },
  };
}

/** An option that may be repeated. */
export function list<T>(type: ValueType<T>, help: string): Option<readonly T[]> {
  return {
    kind: "list",
    label: type.label,
    help,
    schema: { type: "array", items: type.schema },
    ...(type.rebase ? { rebase: type.rebase } : {}),
    read: (texts, name) => texts.map((text) => parsed(type, text, name)),
  };
}

function parsed<T>(type: ValueType<T>, text: string, name: string): T {
  const result = type.parse(text);
  if (result !== undefined) return result;
  const given = type.secret ? "" : ` is '${text}'`;
  throw new UsageError(`--${name}${given}; expected ${type.expected}`);
}

/** Values of a configuration file as they would have been typed, by option. A command line's own take their place. */
export type Presets = Readonly<Record<string, readonly string[]>>;
