import type { PolicyCase } from "./case.ts";
import { EQUIVALENTS } from "./equivalents.ts";
import { REFUSALS } from "./refusals.ts";

export type { PolicyCase, Seed } from "./case.ts";
export { RULE } from "./rules.ts";

/** Every case, in the order in which they are sent. */
export const CATALOGUE: readonly PolicyCase[] = [...EQUIVALENTS, ...REFUSALS];
