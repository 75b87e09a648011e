import {
  type FlatSchema,
  flatten,
  type OpenApiDocument,
  resolveSchema,
  type Schema,
} from "../../../spec/openapi/index.ts";
import { SchemaDefect } from "./violation.ts";

/** The types that a description knows, by reference and by the name that `@odata.type` has for them. */
export interface DocumentedTypes {
  /** What a reference means. A reference to nothing is a mistake in the description. */
  resolve(reference: string): Schema;
  /** The reference to the type with that name: `#microsoft.graph.user`. it is found without its `#` and in any case too. */
  named(typeName: string): string | undefined;
  /** Whether the first is the second or, over any number of bases, derived from it. */
  derives(reference: string, base: string): boolean;
  /** Whether the type says which `@odata.type` its objects have. */
  fixesType(reference: string): boolean;
  flat(schema: Schema): FlatSchema;
  pattern(text: string): RegExp;
}

const PREFIX = "#/components/schemas/";

export function createTypes(document: OpenApiDocument): DocumentedTypes {
  const flats = new WeakMap<Schema, FlatSchema>();
  const bases = new Map<string, ReadonlySet<string>>();
  const patterns = new Map<string, RegExp>();
  let names: ReadonlyMap<string, string> | undefined;
  const schemas = new Map<string, Schema>();
  const resolve = (reference: string): Schema => {
    const schema = schemas.get(reference) ?? resolveSchema(document, reference);
    if (!schema) throw new SchemaDefect(`the description refers to '${reference}', which it does not have`);
    schemas.set(reference, schema);
    return schema;
  };
  const flat = (schema: Schema): FlatSchema => {
    const known = flats.get(schema) ?? flatten(document, schema);
    flats.set(schema, known);
    return known;
  };
  return {
    resolve,
    flat,
    named(typeName) {
      // Two types may differ in the case of letters alone.
      const exact = typeName.replace(/^#/, "");
      if (Object.hasOwn(document.components.schemas, exact)) return PREFIX + escaped(exact);
      names ??= namesOf(document);
      return names.get(bare(typeName));
    },
    derives(reference, base) {
      const known = bases.get(reference) ?? basesOf(reference, resolve);
      bases.set(reference, known);
      return known.has(base);
    },
    fixesType: (reference) => flat(resolve(reference)).properties.get("@odata.type")?.enum !== undefined,
    pattern(text) {
      const known = patterns.get(text) ?? compiled(text);
      patterns.set(text, known);
      return known;
    },
  };
}

/** A type's name without what varies: `#` and the case of letters. */
export function bare(typeName: string): string {
  return typeName.replace(/^#/, "").toLowerCase();
}

function namesOf(document: OpenApiDocument): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const entries = Object.entries(document.components.schemas);
  for (const [name] of entries) found.set(bare(name), PREFIX + escaped(name));
  // A page may show a name in an example that is not the component's own.
  for (const [name, schema] of entries) {
    for (const part of [schema, ...(schema.allOf ?? [])]) {
      const shown = part.properties?.["@odata.type"]?.enum?.[0];
      if (typeof shown === "string" && !found.has(bare(shown)))
        found.set(bare(shown), PREFIX + escaped(name));
    }
  }
  return found;
}

function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function basesOf(reference: string, resolve: (reference: string) => Schema): ReadonlySet<string> {
  const found = new Set<string>();
  const queue = [reference];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    const { $ref, allOf = [] } = resolve(next);
    for (const part of [{ $ref }, ...allOf]) if (part.$ref !== undefined) queue.push(part.$ref);
  }
  return found;
}

function compiled(text: string): RegExp {
  try {
    return new RegExp(text, "u");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SchemaDefect(`the description has a pattern that cannot be used: ${reason}`);
  }
}
