/** Values of enumerations that examples show: each is one of the enumeration's values, and its letter case is the service's own. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { JsonValue } from "../json.ts";
import { groupByType, type Instance, lineOf } from "./instances.ts";
import type { Property, Resource } from "./model.ts";
import { isSkeletonValue } from "./skeleton.ts";

interface ValueList {
  readonly values: readonly string[];
  readonly open: boolean;
}

/** A list of values with those that examples show. Several values in one text (`"a,b"`) are a set of flags, which nobody lists whole. */
export function withShownValues(listed: ValueList, shown: readonly string[]): ValueList {
  let { values, open } = listed;
  const spelt = new Set(shown);
  for (const text of spelt) {
    if (values.includes(text)) continue;
    const parts = text.split(",").map((part) => part.trim());
    if (parts.length > 1 && parts.every((part) => sameWord(values, part) !== undefined)) {
      open = true;
      continue;
    }
    const same = sameWord(values, text);
    values =
      same === undefined || spelt.has(same)
        ? [...values, text]
        : values.map((value) => (value === same ? text : value));
  }
  return { values, open };
}

function sameWord(values: readonly string[], text: string): string | undefined {
  return values.find((value) => value.toLowerCase() === text.toLowerCase());
}

function textsOf(value: JsonValue | undefined, name: string): string[] {
  const items = Array.isArray(value) ? (value as JsonValue[]) : [value ?? null];
  return items.filter((item): item is string => typeof item === "string" && !isSkeletonValue(item, name));
}

/** A property that lists its values, with those that these bodies show of it. */
export function withExamples(property: Property, bodies: readonly JsonValue[]): Property {
  if (property.values.length < 2) return property;
  const shown = bodies.flatMap((body) =>
    textsOf((body as Readonly<Record<string, JsonValue>>)[property.name], property.name),
  );
  return { ...property, ...withShownValues(property, shown) };
}

/** Every enumeration, and every property that lists its values, with what examples show; a value that a page does not list is diagnosed. */
export function learnValues(
  resources: readonly Resource[],
  instances: readonly Instance[],
  diagnostics: Diagnostic[],
): Resource[] {
  const uses = groupByType(instances);
  const byName = new Map(resources.map((resource) => [resource.name, resource]));
  const members = new Map<string, string[]>();
  const taught = resources.map((resource) => {
    const own = uses.get(resource.name) ?? [];
    if (own.length === 0) return resource;
    const properties = resource.properties.map((property) => {
      const named = property.type?.kind === "named" ? byName.get(property.type.name) : undefined;
      const isEnumeration = named?.kind === "enumeration";
      if (!isEnumeration && (property.values.length < 2 || property.type?.kind !== "primitive"))
        return property;
      const shown = own.flatMap(({ value }) => textsOf(value[property.name], property.name));
      const place = isEnumeration ? named.place : property.place;
      const listed = isEnumeration ? named.members : property.values;
      reportUnlisted(property.name, listed, place, own, diagnostics);
      if (!isEnumeration) return { ...property, ...withShownValues(property, shown) };
      members.set(named.name, [...(members.get(named.name) ?? []), ...shown]);
      return property;
    });
    return { ...resource, properties };
  });
  return taught.map((resource) => {
    const shown = members.get(resource.name);
    if (!shown) return resource;
    const { values, open } = withShownValues({ values: resource.members, open: resource.open }, shown);
    return { ...resource, members: values, open };
  });
}

function reportUnlisted(
  name: string,
  listed: readonly string[],
  place: Property["place"],
  uses: readonly Instance[],
  diagnostics: Diagnostic[],
): void {
  const seen = new Set<string>();
  for (const { value, body } of uses) {
    for (const text of textsOf(value[name], name)) {
      const parts = text.split(",").map((part) => part.trim());
      if (seen.has(text) || parts.every((part) => listed.includes(part))) continue;
      seen.add(text);
      const onlyCase = parts.every((part) => sameWord(listed, part) !== undefined);
      diagnostics.push({
        rule: onlyCase ? "example-value-case" : "example-value",
        severity: onlyCase ? "info" : "warning",
        place: { page: body.place.page, line: lineOf(body, name) },
        reason: onlyCase
          ? `Unexpected letter case of '${text}' for '${name}' in an example, expected that of ${place.page}:${place.line}`
          : `Unexpected value '${text}' of '${name}' in an example, expected one that ${place.page}:${place.line} lists`,
        action: onlyCase ? "the example's spelling is recorded" : "it is one of the values",
      });
    }
  }
}
