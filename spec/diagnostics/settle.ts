import type { Diagnostic, Severity } from "./diagnostic.ts";
import { type RuleId, ruleOf } from "./rules/index.ts";
import { QUIET_RULES } from "./rules/quiet.ts";

/** What a project has decided about its diagnostics. */
export interface Decisions {
  readonly severities: Readonly<Partial<Record<RuleId, Severity | "off">>>;
  /** Whether a comment on the page or a path of the configuration takes it back. */
  readonly isSuppressed: (diagnostic: Diagnostic) => boolean;
  /** Also rules that are quiet by themselves. */
  readonly verbose: boolean;
}

export interface Settled {
  readonly shown: readonly Diagnostic[];
  /** Of rules that are quiet unless asked for. */
  readonly quiet: number;
  readonly suppressed: number;
}

/** Diagnostics as a project wants them. A rule that the project names is never quiet. */
export function settle(
  diagnostics: readonly Diagnostic[],
  { severities, isSuppressed, verbose }: Decisions,
): Settled {
  const shown: Diagnostic[] = [];
  let quiet = 0;
  let suppressed = 0;
  for (const diagnostic of diagnostics) {
    const decided = severities[diagnostic.rule];
    if (decided === "off" || isSuppressed(diagnostic)) suppressed += 1;
    else if (decided === undefined && !verbose && isQuiet(diagnostic)) quiet += 1;
    else shown.push(decided === undefined ? diagnostic : { ...diagnostic, severity: decided });
  }
  return { shown, quiet, suppressed };
}

function isQuiet({ rule, severity }: Diagnostic): boolean {
  return QUIET_RULES.has(rule) && severity === ruleOf(rule).severity;
}
