/** The kinds of values that options take. */
import { resolve } from "node:path";
import type { ValueType } from "./option.ts";

export function text(label: string): ValueType<string> {
  return {
    label,
    expected: "a text that is not empty",
    schema: { type: "string" },
    parse: (given) => (given === "" ? undefined : given),
  };
}

/** A path, relative to the working directory on a command line and to its own folder in a configuration file. */
export function path(label: "FILE" | "DIR"): ValueType<string> {
  return { ...text(label), rebase: (given, folder) => resolve(folder, given) };
}

export function whole(label: string, least: number, most: number): ValueType<number> {
  return {
    label,
    expected: `a whole number from ${least} to ${most}`,
    schema: { type: "integer", minimum: least, maximum: most },
    parse: (given) => {
      const number = /^-?\d+$/.test(given) ? Number(given) : Number.NaN;
      return number >= least && number <= most ? number : undefined;
    },
  };
}

/** The longest time that a timer of Node's can wait. */
const LONGEST_MS = 2 ** 31 - 1;
export const milliseconds: ValueType<number> = {
  ...whole("MS", 1, LONGEST_MS),
  expected: "a whole number of milliseconds",
};

export const port: ValueType<number> = whole("N", 0, 65_535);

export function choice<const T extends string>(label: string, choices: readonly T[]): ValueType<T> {
  return {
    label,
    expected: orList(choices),
    schema: { enum: choices },
    parse: (given) => choices.find((one) => one === given),
  };
}

/** One of several equal parts of a run: `2/3`. */
export const shard: ValueType<{ readonly index: number; readonly count: number }> = {
  label: "I/N",
  expected: "a part such as 2/3: the second of three",
  schema: { type: "string", pattern: "^\\d+/\\d+$" },
  parse(given) {
    const match = /^(\d{1,4})\/(\d{1,4})$/.exec(given);
    const [index, count] = [Number(match?.[1]), Number(match?.[2])];
    return match && index >= 1 && index <= count ? { index, count } : undefined;
  },
};

/** "a", "a or b", "a, b or c". */
export function orList(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
