import type { JsonValue, OpenApiDocument, Schema, Source } from "../../../spec/openapi/index.ts";
import { createTypes } from "./documented-types.ts";
import { createReading } from "./reading.ts";

/** One place of a body that is not as its schema says. */
export interface SchemaViolation {
  /** Names and, within lists, indexes. */
  readonly path: readonly (string | number)[];
  /** Follows the place in a sentence: "must be integer". */
  readonly message: string;
  /** Whether it is that nothing stands there. */
  readonly missing?: boolean;
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

/** Judges bodies by the schemas of one description. */
export interface SchemaJudge {
  /**
   * Everything about the body that is not as the schema says.
   * @throws {SchemaDefect} where the schema cannot be used
   * @throws {BeyondBounds} where the body holds more than can be judged in a moment
   */
  violations(schema: Schema, body: JsonValue, sentBy?: Sender): readonly SchemaViolation[];
}

/**
 * Schemas are read as they stand (OpenAPI 3.0.3, section 4.7.24), not compiled: a run meets thousands of them once each, and an object's
 * `@odata.type` decides, value by value, which of a hundred derived types has to fit. The work is counted, so that no body takes longer than
 * a moment.
 */
export function createSchemaJudge(document: OpenApiDocument): SchemaJudge {
  const types = createTypes(document);
  return {
    violations(schema, body, sentBy = "server") {
      const reading = createReading(types, sentBy);
      reading.value(schema, body);
      return reading.found();
    },
  };
}
