import type { JsonValue, OpenApiDocument, Schema } from "../../../spec/openapi/index.ts";
import { createTypes } from "./documented-types.ts";
import { createReading } from "./reading.ts";
import type { SchemaViolation, Sender } from "./violation.ts";

export { BeyondBounds, SchemaDefect, type SchemaViolation, type Sender } from "./violation.ts";

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
