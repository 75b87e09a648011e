import type { Source } from "../../../spec/openapi/index.ts";

/** One place of a body that is not as its schema says. */
export interface SchemaViolation {
  /** Names and, within lists, indexes. */
  readonly path: readonly (string | number)[];
  /** Follows the place in a sentence: "must be integer". */
  readonly message: string;
  /** Whether it is that nothing stands there. */
  readonly missing?: boolean;
  /** Of what is missing: the type that the page gives it. */
  readonly type?: string;
  /** Where the page describes the property. */
  readonly source?: Source;
  /** What else may stand there is not ruled out by the page: worth a hint, and no failure. */
  readonly advisory?: boolean;
}

/** The schema cannot be used: a mistake in the description, which is ours. Nothing was judged. */
export class SchemaDefect extends Error {}

/** The body is beyond what is judged. Nothing was judged. */
export class BeyondBounds extends Error {}

/** What only a server sets (`readOnly`) is not demanded of a client (OpenAPI 3.0.3, Schema Object), nor is what examples show. */
export type Sender = "client" | "server";
