/** Names that a query of an operation may use: the properties of its type, of the types derived from it, and what the pages show. */
import type { JsonValue } from "../../spec/openapi/index.ts";
import type { KnownNames } from "../query/index.ts";
import { derives, flatten, type Schemas } from "../schema/index.ts";
import { isObject } from "../store/json.ts";
import type { Recorded } from "./recorded.ts";

export function namesOf(
  type: string | undefined,
  example: JsonValue | undefined,
  recorded: readonly Recorded[],
  schemas: Schemas,
): () => KnownNames | undefined {
  let found: { readonly names: KnownNames | undefined } | undefined;
  return () => {
    found ??= { names: type === undefined ? undefined : collect(type, example, recorded, schemas) };
    return found.names;
  };
}

function collect(
  type: string,
  example: JsonValue | undefined,
  recorded: readonly Recorded[],
  schemas: Schemas,
): KnownNames | undefined {
  const types = Object.keys(schemas).filter((name) => derives(name, type, schemas));
  const described = types.flatMap((name) => [...propertiesOf(name, schemas)]);
  // An open type, and one of which no page lists the properties, may have any.
  if (types.some((name) => schemas[name]?.["x-open-type"])) return undefined;
  if (![...propertiesOf(type, schemas)].some((name) => name !== "id" && !name.includes("@")))
    return undefined;
  const bodies = [example, ...recorded.map(({ body }) => (body?.kind === "json" ? body.json : undefined))];
  const queries = recorded.flatMap(({ request }) =>
    request.query.flatMap((pair) => pair.match(/\w+/g) ?? []),
  );
  const names = new Set(
    [...described, ...bodies.flatMap(shownNames), ...queries].map((name) => name.toLowerCase()),
  );
  return { type, has: (name) => names.has(name.toLowerCase()) };
}

function propertiesOf(type: string, schemas: Schemas): Iterable<string> {
  return flatten({ $ref: `#/components/schemas/${type}` }, schemas).properties.keys();
}

function shownNames(json: JsonValue | undefined): string[] {
  if (!isObject(json)) return [];
  const items = Array.isArray(json.value) ? json.value.filter(isObject) : [];
  return [json, ...items].flatMap((object) => Object.keys(object));
}
