/** Uses of types in examples, and what they teach about the types. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import type { Body, Property, Resource } from "./model.ts";
import { isSkeletonValue } from "./skeleton.ts";
import { wireType } from "./type-reference.ts";

/** A use of a type in an example. */
export interface Instance {
  readonly type: string;
  readonly value: JsonObject;
  readonly place: { readonly page: string; readonly line: number };
  readonly side: "request" | "response";
  readonly method: string;
  /** The body that it is part of. */
  readonly body: Body;
  /** Of a use that counts for a base type: the types from the one shown up to it. */
  readonly lineage?: readonly string[];
}

/** Objects inside examples are uses of the types that their properties are documented to have, and of the base types of those. */
export function withNested(
  instances: readonly Instance[],
  resources: ReadonlyMap<string, Resource>,
): Instance[] {
  const all = [...instances];
  // A derived and its base type often document the same property: without this, every level of nesting would double the uses.
  const seen = new Map<JsonObject, Set<string>>();
  const add = (instance: Instance): void => {
    const types = seen.get(instance.value) ?? new Set<string>();
    seen.set(instance.value, types);
    if (types.has(instance.type)) return;
    types.add(instance.type);
    all.push(instance);
  };
  for (let index = 0; index < all.length; index += 1) {
    const instance = all[index];
    if (!instance) break;
    const base = resources.get(instance.type)?.baseType;
    if (base !== undefined && !instance.lineage?.includes(base)) {
      add({ ...instance, type: base, lineage: [...(instance.lineage ?? []), instance.type, base] });
    }
    for (const { name, type } of resources.get(instance.type)?.properties ?? []) {
      if (type?.kind !== "named") continue;
      const value = instance.value[name];
      for (const item of Array.isArray(value) ? (value as JsonValue[]) : [value]) {
        if (isJsonObject(item)) add({ ...instance, type: type.name, value: item, lineage: [] });
      }
    }
  }
  return all;
}

export function groupByType(instances: readonly Instance[]): Map<string, Instance[]> {
  const groups = new Map<string, Instance[]>();
  for (const instance of instances) {
    const group = groups.get(instance.type);
    if (group) group.push(instance);
    else groups.set(instance.type, [instance]);
  }
  return groups;
}

/** What examples teach about a type: its fixed `@odata.type`, whether clients send the key, whether answers always show it. */
export function learnFromUses(resource: Resource, uses: readonly Instance[], hasDerived: boolean): Resource {
  const key = resource.keyProperty ?? (resource.properties.some(isEntityId) ? "id" : undefined);
  const sent = uses.some(
    ({ side, method, value }) =>
      side === "request" && method === "POST" && key !== undefined && Object.hasOwn(value, key),
  );
  const answers = uses.filter(({ side }) => side === "response");
  const alwaysAnswered =
    key !== undefined && answers.length > 0 && answers.every(({ value }) => typeof value[key] === "string");
  const shown = uses
    .map(({ value, place }) => ({ value: value["@odata.type"], place }))
    .filter(({ value }) => value !== undefined);
  const fixed = !hasDerived && shown.length > 0 && shown.every(({ value }) => value === `#${resource.name}`);
  const { odataType: _, ...rest } = resource;
  return {
    ...rest,
    ...(key ? { keyProperty: key } : {}),
    ...(fixed && shown[0] ? { odataType: { value: `#${resource.name}`, place: shown[0].place } } : {}),
    required: alwaysAnswered && key ? [key] : [],
    properties: resource.properties.map((property) => ({
      ...property,
      readOnly: property.readOnly || (property.name === key && !sent),
      nullable:
        property.name !== key &&
        (property.nullable || uses.some(({ value }) => value[property.name] === null)),
    })),
  };
}

function isEntityId(property: Property): boolean {
  return property.name === "id" && property.inheritedFrom?.toLowerCase().endsWith("entity") === true;
}

/** Values of examples that contradict the documented type of their property: the page's fault, not a server's. */
export function checkUses(
  resource: Resource,
  uses: readonly Instance[],
  resources: ReadonlyMap<string, Resource>,
  diagnostics: Diagnostic[],
): void {
  const seen = new Set<string>();
  for (const { value, body } of uses) {
    for (const property of resource.properties) {
      const shown = value[property.name];
      if (shown === undefined || !property.type) continue;
      if (shown === null && property.nullable) continue;
      // A placeholder says nothing; it has a diagnostic of its own.
      if (isSkeletonValue(shown, property.name)) continue;
      const expected = shown === null ? "a value" : expectedType(property, resources);
      const actual = jsonType(shown);
      if (expected === undefined || expected === actual) continue;
      const line = lineOf(body, property.name);
      const key = `${body.place.page}:${line}`;
      if (seen.has(key)) continue;
      seen.add(key);
      diagnostics.push({
        rule: "example-type",
        severity: "warning",
        place: { page: body.place.page, line },
        reason: `the example has ${actual} for '${property.name}', but ${property.place.page}:${property.place.line} documents ${expected}`,
        action: "a server that follows either is not at fault",
      });
    }
  }
}

/** Undefined where the type says nothing of the wire: one that no page defines may be text or an object. */
function expectedType({ type }: Property, resources: ReadonlyMap<string, Resource>): string | undefined {
  if (!type) return undefined;
  if (type.collection) return "array";
  if (type.kind === "primitive") return wireType(type.name) === "any" ? undefined : wireType(type.name);
  const named = resources.get(type.name);
  if (named?.kind === "enumeration") return "string";
  return named && named.properties.length > 0 ? "object" : undefined;
}

function jsonType(value: JsonValue): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** The line of the first member of that name in a body: exact for most, near enough for the rest. */
export function lineOf(body: Body, name: string): number {
  const at = body.text.indexOf(JSON.stringify(name));
  return body.place.line + (at < 0 ? 0 : body.text.slice(0, at).split("\n").length - 1);
}
