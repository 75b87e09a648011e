import type { RuleId, Severity } from "../../spec/index.ts";
import type { Presets } from "../terminal/option.ts";

/** What a configuration file says, checked. Paths in it are relative to its folder. */
export interface Configuration {
  /** The file itself; absent where there is none. */
  readonly file?: string;
  /** Pages, folders, descriptions: taken where a command line names none. */
  readonly sources: readonly string[];
  /** The base of the server that `verify` and `proxy` are for. */
  readonly target?: string;
  readonly severities: Readonly<Partial<Record<RuleId, Severity | "off">>>;
  readonly ignore: readonly IgnoredRule[];
  /** Options for every command that has them, and options of one command, as they would have been typed. */
  readonly options: Presets;
  readonly commands: Readonly<Record<string, Presets>>;
}

/** Diagnostics that are not shown: of one rule or all, on pages whose path fits the pattern. */
export interface IgnoredRule {
  readonly rule?: RuleId;
  readonly path: string;
}

export const NO_CONFIGURATION: Configuration = {
  sources: [],
  severities: {},
  ignore: [],
  options: {},
  commands: {},
};
