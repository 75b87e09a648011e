import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import {
  type Baseline,
  type BaselineEntry,
  createBaseline,
  type Known,
  updatedBaseline,
} from "../../contracts/index.ts";
import { isJsonObject, plural } from "../../spec/index.ts";
import { writeWhole } from "../files/whole-file.ts";
import { type Io, UsageError } from "../terminal/io.ts";
import { flag, optional } from "../terminal/option.ts";
import { path } from "../terminal/value-types.ts";

/** Options of every command that can fail by what it finds. */
export const BASELINE_OPTIONS = {
  baseline: optional(path("FILE"), "accept what this file lists; only what is new fails"),
  "baseline-update": flag("write what is found now to the baseline; reasons and dates that are there stay"),
  "baseline-strict": flag("fail where the baseline lists what is no longer found"),
} as const;

interface BaselineValues {
  readonly baseline: string | undefined;
  readonly "baseline-update": boolean;
  readonly "baseline-strict": boolean;
}

export interface BaselineFile {
  readonly baseline: Baseline;
  /** Writes the file anew where that was asked for, and says what no longer occurs. Answers whether that fails the command. */
  finish(found: readonly Known[], isConcerned?: (entry: BaselineEntry) => boolean): Promise<boolean>;
  readonly updates: boolean;
}

/** Reads the baseline of a command line; undefined where it names none. */
export async function openBaseline(values: BaselineValues, io: Io): Promise<BaselineFile | undefined> {
  const { baseline: file, "baseline-update": updates, "baseline-strict": strict } = values;
  if (file === undefined) {
    if (updates || strict)
      throw new UsageError("--baseline-update and --baseline-strict go with --baseline FILE");
    return undefined;
  }
  const old = await readEntries(file, updates, io);
  const baseline = createBaseline(old, new Date().toISOString().slice(0, 10));
  return {
    baseline,
    updates,
    async finish(found, isConcerned) {
      if (updates) {
        const others = isConcerned ? old.filter((entry) => !isConcerned(entry)) : [];
        const entries = [...others, ...updatedBaseline(found, old)];
        await writeWhole(resolve(io.cwd, file), `${JSON.stringify({ version: 1, entries }, undefined, 2)}\n`);
        io.stderr.write(`Wrote ${file}: ${plural(entries.length, "known finding")}\n`);
        return false;
      }
      for (const { subject, rule, expires } of baseline.expired)
        io.stderr.write(`${file}: ${subject} [${rule}] expired on ${expires}; it fails again\n`);
      const gone = baseline.gone(isConcerned);
      for (const { subject, rule, message } of gone)
        io.stderr.write(`${file}: ${subject} [${rule}] no longer occurs: ${message}\n`);
      if (gone.length > 0)
        io.stderr.write(`--baseline-update takes ${gone.length === 1 ? "it" : "them"} out\n`);
      return strict && gone.length > 0;
    },
  };
}

async function readEntries(file: string, mayBeNew: boolean, io: Io): Promise<readonly BaselineEntry[]> {
  let text: string;
  try {
    text = await readFile(resolve(io.cwd, file), "utf8");
  } catch (error) {
    if (mayBeNew && (error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new UsageError(`${file} cannot be read; --baseline-update writes it`);
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${(error as Error).message}`);
  }
  const entries = isJsonObject(content) ? content.entries : undefined;
  if (!Array.isArray(entries) || !entries.every(isEntry))
    throw new UsageError(
      `${file} is not a baseline; expected {"version": 1, "entries": [{"subject", "rule", "message"}]}`,
    );
  return entries;
}

function isEntry(value: unknown): value is BaselineEntry {
  if (!isJsonObject(value)) return false;
  const { subject, rule, message, reason, expires } = value;
  const isText = (given: unknown): boolean => given === undefined || typeof given === "string";
  return (
    [subject, rule, message].every((given) => typeof given === "string") &&
    isText(reason) &&
    (expires === undefined || (typeof expires === "string" && /^\d{4}-\d\d-\d\d$/.test(expires)))
  );
}
