import type { Example, JsonValue, Schema, Source } from "../../spec/openapi/index.ts";
import type { ExpectedAnswer } from "./expected.ts";
import type { SchemaJudge, SchemaViolation } from "./schema/schema-judge.ts";
import type { ShownPlaceholders } from "./shown-placeholders.ts";
import { nameOf, valueAt } from "./value-at.ts";
import type { Citation, SetAside } from "./verdict.ts";

/** Where the documented answers are not as the schema says: there the page contradicts itself. */
export interface Contradictions {
  /** Set aside where a documented answer is wrong in the same way: it lacks the same, or has a value of the same kind there. */
  excuse(
    documented: ExpectedAnswer,
    schema: Schema,
    violation: SchemaViolation,
    actual: JsonValue | undefined,
  ): SetAside | undefined;
}

/** Lines that contradict each other, by place and kind of value. */
type Places = ReadonlyMap<string, readonly Source[]>;

export function createContradictions(
  schemas: SchemaJudge,
  placeholders: ShownPlaceholders,
  citation: (source: Source) => Citation,
): Contradictions {
  const contradicted = (schema: Schema, examples: readonly Example[]): Places => {
    const places = new Map<string, readonly Source[]>();
    for (const { value, "x-source": shown } of examples) {
      for (const { path, source, advisory } of schemas.violations(schema, value)) {
        const at = valueAt(value, path);
        const kind = kindAt(path, at);
        // A placeholder says nothing, so it contradicts nothing.
        if (advisory || places.has(kind) || placeholders.has(nameOf(path), at)) continue;
        places.set(
          kind,
          [shown, source].flatMap((one) => one ?? []),
        );
      }
    }
    return places;
  };
  /** An operation may have hundreds of examples: they are looked at once, when the first answer needs it. By the first of them. */
  const known = new WeakMap<Example, Places>();
  const placesOf = (schema: Schema, examples: readonly Example[]): Places => {
    const [first] = examples;
    if (!first) return new Map();
    const places = known.get(first) ?? contradicted(schema, examples);
    known.set(first, places);
    return places;
  };
  return {
    excuse({ recorded, examples }, schema, { path, message }, actual) {
      const kind = kindAt(path, actual);
      const own = recorded && contradicted(schema, [recorded]).get(kind);
      const sources = own ?? placesOf(schema, examples).get(kind);
      return sources && { path: path.join("/"), message, citations: sources.map(citation) };
    },
  };
}

/** The same place of another item of a list is the same place. */
function kindAt(path: readonly (string | number)[], value: JsonValue | undefined): string {
  const place = path.map((part) => (typeof part === "number" ? "*" : part)).join("/");
  const kind = Array.isArray(value) ? "array" : value === null ? "null" : typeof value;
  return `${place} ${kind}`;
}
