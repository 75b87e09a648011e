import type { RuleId } from "./index.ts";

/** Notes that nearly every page has and that cost a reader nothing: shown where somebody asks for them. */
export const QUIET_RULES: ReadonlySet<RuleId> = new Set<RuleId>([
  "parameter-without-value",
  "parameter-repeated",
  "header-required-absent",
  "content-length-stale",
  "content-length-crlf",
]);
