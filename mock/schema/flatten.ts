import type { Schema } from "../../spec/openapi/index.ts";

export type Schemas = Readonly<Record<string, Schema>>;

/** Properties, required names and the key property of a schema with everything that it takes over by `$ref` and `allOf`. */
export interface FlatSchema {
  readonly properties: ReadonlyMap<string, Schema>;
  readonly required: ReadonlySet<string>;
  /** Members that every documented example shows (`x-shown`): what an answer has, though a server may leave it out. */
  readonly shown: ReadonlySet<string>;
  readonly keyProperty?: string;
  /** The component that it is, e.g. `microsoft.graph.profile`. */
  readonly name?: string;
}

export function flatten(schema: Schema | undefined, schemas: Schemas): FlatSchema {
  const properties = new Map<string, Schema>();
  const required = new Set<string>();
  const shown = new Set<string>();
  const seen = new Set<Schema>();
  let keyProperty: string | undefined;
  let name: string | undefined;
  const visit = (part: Schema | undefined): void => {
    if (!part || seen.has(part)) return;
    seen.add(part);
    if (part.$ref !== undefined) {
      name ??= componentName(part.$ref);
      visit(resolveReference(part.$ref, schemas));
    }
    for (const base of part.allOf ?? []) visit(base);
    for (const [property, value] of Object.entries(part.properties ?? {})) properties.set(property, value);
    for (const property of part.required ?? []) required.add(property);
    for (const property of part["x-shown"] ?? []) shown.add(property);
    keyProperty ??= part["x-key-property"];
  };
  visit(schema);
  return {
    properties,
    required,
    shown,
    ...(keyProperty === undefined ? {} : { keyProperty }),
    ...(name === undefined ? {} : { name }),
  };
}

export function componentName(reference: string): string | undefined {
  const name = /^#\/components\/schemas\/(.+)$/.exec(reference)?.[1];
  return name?.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** Undefined for a reference that leads nowhere: it then restricts nothing. */
export function resolveReference(reference: string, schemas: Schemas): Schema | undefined {
  const name = componentName(reference);
  return name !== undefined && Object.hasOwn(schemas, name) ? schemas[name] : undefined;
}
