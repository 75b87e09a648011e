import type { Basis, Citation } from "./verdict.ts";

/** A finding before it is tied to a check: `basis` and `citation` are the check's own where they are absent. */
export interface Finding {
  readonly rule: string;
  /** The same for the same deviation whatever the values were, so that it need not be told twice. */
  readonly key: string;
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
  /** Of a schema's: whether it is that nothing stands there. */
  readonly missing?: boolean;
  readonly basis?: Basis;
  readonly citation?: Citation;
}
