/** Resources out of resource blocks, property tables, enumeration tables and, where no page defines a type, the examples that use it. */
import { compareText, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { checkUses, groupByType, type Instance, learnFromUses, withNested } from "./instances.ts";
import type { Property, Resource, TypeReference } from "./model.ts";
import type { PageFacts } from "./page-facts.ts";
import { FUTURE_VALUE } from "./property-table.ts";
import type { ResourceBlock } from "./resource.ts";
import { learnValues } from "./shown-values.ts";
import { sameType, shortName, wireType } from "./type-reference.ts";
import type { TypeRegistry } from "./type-registry.ts";

/** Rows of a request body table that describe a named type. */
export interface TypedRows {
  readonly type: string;
  readonly properties: readonly Property[];
}

export function definedTypes(pages: readonly PageFacts[]): Set<string> {
  const names = new Set<string>();
  for (const page of pages) {
    for (const resource of page.resources) names.add(resource.name);
    for (const enumeration of page.enumerations) names.add(enumeration.name);
  }
  return names;
}

export function mergeResources(
  pages: readonly PageFacts[],
  registry: TypeRegistry,
  instances: readonly Instance[],
  sent: readonly Instance[],
  typedRows: readonly TypedRows[],
  diagnostics: Diagnostic[],
): Resource[] {
  const resources = new Map<string, Resource>();
  const add = (resource: Resource): void => {
    const name = registry.known(resource.name) ?? resource.name;
    const before = resources.get(name);
    if (!before) {
      resources.set(name, { ...resource, name });
      return;
    }
    diagnostics.push({
      rule: "resource-repeated",
      severity: "info",
      place: resource.place,
      reason: `${name} is defined more than once`,
      expected: `${before.place.page}:${before.place.line}`,
      action: "their properties are united",
    });
    resources.set(name, unite(before, resource));
  };
  for (const page of pages) {
    for (const resource of pageResources(page, registry, diagnostics)) add(resource);
    for (const { name, line, members } of page.enumerations) {
      add({
        name,
        place: { page: page.page, line },
        description: page.description,
        kind: "enumeration",
        openType: false,
        properties: [],
        members,
        open: members.includes(FUTURE_VALUE),
        required: [],
      });
    }
  }
  addUsedTypes(resources, typedRows, instances);
  const derived = new Set(
    [...resources.values()].map(({ baseType }) => baseType).filter((name) => name !== undefined),
  );
  const all = withNested(instances, resources);
  const uses = groupByType(all);
  const taught = [...resources.values()].map((resource) => {
    const own = uses.get(resource.name) ?? [];
    checkUses(resource, own, resources, diagnostics);
    return learnFromUses(resource, own, derived.has(resource.name));
  });
  return learnValues(taught, [...all, ...withNested(sent, resources)], diagnostics).sort((a, b) =>
    compareText(a.name, b.name),
  );
}

function pageResources(page: PageFacts, registry: TypeRegistry, diagnostics: Diagnostic[]): Resource[] {
  if (page.resources.length === 0) {
    const [rows] = page.propertyRows;
    const first = rows?.properties[0];
    if (first && page.templates.length === 0 && page.enumerations.length === 0) {
      diagnostics.push({
        rule: "resource-block-missing",
        severity: "warning",
        place: first.place,
        reason: "the page has a property table, but no resource block that names the type",
        action: "no schema is recorded",
      });
    }
    return [];
  }
  return page.resources.map((block, index) => {
    const rows = rowsOf(page, block, index).map((property) =>
      resolveProperty(property, registry, page.namespace),
    );
    const represented = block.properties.map((property) =>
      resolveProperty(property, registry, page.namespace),
    );
    const base =
      block.baseType === undefined
        ? undefined
        : registry.resolve(
            { kind: "named", name: block.baseType, collection: false, bare: false },
            page.namespace,
          );
    return {
      name: block.name,
      place: { page: page.page, line: block.line },
      description: page.description,
      kind: "object" as const,
      openType: block.openType,
      properties: mergeProperties(represented, rows, page, registry, diagnostics).map((property) =>
        block.nullableProperties.includes(property.name) ? { ...property, nullable: true } : property,
      ),
      members: [],
      open: false,
      required: [],
      ...(base ? { baseType: base.name } : {}),
      ...(block.keyProperty ? { keyProperty: block.keyProperty } : {}),
      ...(block.odataType
        ? {
            odataType: {
              value: block.odataType.value,
              place: { page: page.page, line: block.odataType.line },
            },
          }
        : {}),
    };
  });
}

/** With several resources on a page, a table belongs to the one that its heading names, and to the first where it names none. */
function rowsOf(page: PageFacts, block: ResourceBlock, index: number): Property[] {
  if (page.resources.length === 1) return page.propertyRows.flatMap(({ properties }) => properties);
  const names = page.resources.map(({ name }) => shortName(name).toLowerCase());
  return page.propertyRows
    .filter(({ headings }) => {
      const named =
        headings
          .map((heading) => heading.toLowerCase().split(/\W+/))
          .map((words) => names.findIndex((name) => words.includes(name)))
          .find((position) => position >= 0) ?? -1;
      return named < 0 ? index === 0 : named === page.resources.indexOf(block);
    })
    .flatMap(({ properties }) => properties);
}

/** A property that lists its values is text, unless a page defines its type; a page read alone must not make it an object. */
export function resolveProperty(property: Property, registry: TypeRegistry, namespace: string): Property {
  const { type, values } = property;
  if (!type) return property;
  const known = type.kind === "named" && values.length > 0 ? { ...type, bare: true } : type;
  return { ...property, type: registry.resolve(known, namespace) };
}

/** The representation gives names, order and full type names; the tables the rest. On translated pages unmatched rows are translated names. */
function mergeProperties(
  represented: readonly Property[],
  rows: readonly Property[],
  page: PageFacts,
  registry: TypeRegistry,
  diagnostics: Diagnostic[],
): Property[] {
  const merged = new Map<string, Property>();
  for (const property of represented) merged.set(property.name.toLowerCase(), property);
  const seen = new Set<string>();
  for (const row of rows) {
    const key = row.name.toLowerCase();
    if (seen.has(key)) {
      diagnostics.push({
        rule: "property-repeated",
        severity: "warning",
        place: row.place,
        reason: `'${row.name}' has more than one row`,
        action: "the first is used",
      });
      continue;
    }
    seen.add(key);
    const before = merged.get(key);
    if (before) merged.set(key, mergeProperty(before, row, registry, diagnostics));
    else if (page.localised && represented.length > 0 && !isNameBesides(row)) {
      diagnostics.push({
        rule: "property-translated",
        severity: "warning",
        place: row.place,
        reason: `'${row.name}' in the translated table is not a property of the JSON representation`,
        action: "the row is left out",
      });
    } else if (!row.name.startsWith("@")) merged.set(key, row);
  }
  return [...merged.values()];
}

/** Lower camel case of more than one word is no translation; beside a description in another script, no name in Latin letters is. */
function isNameBesides({ name, type, description }: Property): boolean {
  if (!/^[a-z][A-Za-z0-9]*$/.test(name) || type === undefined) return false;
  return (
    /[a-z0-9][A-Z]/.test(name) ||
    /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Cyrillic}/u.test(description)
  );
}

function mergeProperty(
  represented: Property,
  row: Property,
  registry: TypeRegistry,
  diagnostics: Diagnostic[],
): Property {
  const type = mergeType(represented, row, registry, diagnostics);
  return {
    ...row,
    name: represented.name,
    values: row.values.length > 0 ? row.values : represented.values,
    open: row.open || represented.open,
    ...(type ? { type } : {}),
    ...(represented.hint ? { hint: represented.hint } : {}),
  };
}

function mergeType(
  represented: Property,
  row: Property,
  registry: TypeRegistry,
  diagnostics: Diagnostic[],
): TypeReference | undefined {
  const [a, b] = [represented.type, row.type];
  if (!a || !b || sameType(a, b)) return a?.kind === "named" ? a : (b ?? a);
  // A word that names no type, be it translated or misspelt, says less than the representation, unless it comes with its values.
  if (b.kind === "primitive" && b.guessed) {
    const undefinedType = a.kind === "named" && registry.known(a.name) === undefined;
    return undefinedType && row.values.length > 0 ? b : a;
  }
  if (a.collection === b.collection && looselyEqual(a, b)) return a.kind === "named" ? a : b;
  const chosen = choose(a, b);
  diagnostics.push({
    rule: "property-type-conflict",
    severity: "warning",
    place: row.place,
    reason: `the table says that '${row.name}' is ${typeText(b)}, but the JSON representation says ${typeText(a)}`,
    action: `${typeText(chosen)} is recorded`,
  });
  return chosen;
}

/** "String" in a representation stands for every type that is a string on the wire, `{}` for every object, 0 for every number. */
function looselyEqual(represented: TypeReference, row: TypeReference): boolean {
  if (represented.kind === "named" && row.kind === "named") return false;
  if (represented.kind === "named") return row.kind === "primitive" && row.name === "Object";
  if (row.kind === "named")
    return represented.name === "String" || represented.name === "Object" || represented.name === "Untyped";
  return wireType(represented.name) === wireType(row.name) || represented.name === "Untyped";
}

function choose(represented: TypeReference, row: TypeReference): TypeReference {
  if (represented.kind === "named") return represented;
  if (row.kind === "named") return { ...row, collection: represented.collection || row.collection };
  return { ...row, collection: represented.collection };
}

export function typeText(type: TypeReference): string {
  return type.collection ? `Collection(${type.name})` : type.name;
}

function unite(first: Resource, second: Resource): Resource {
  if (first.kind === "enumeration" && second.kind === "enumeration")
    return {
      ...first,
      members: [...new Set([...first.members, ...second.members])],
      open: first.open || second.open,
    };
  const names = new Set(first.properties.map(({ name }) => name.toLowerCase()));
  const added = second.properties.filter(({ name }) => !names.has(name.toLowerCase()));
  const base = first.baseType ?? second.baseType;
  const key = first.keyProperty ?? second.keyProperty;
  return {
    ...first,
    kind: "object",
    openType: first.openType || second.openType,
    properties: [...first.properties, ...added],
    ...(base ? { baseType: base } : {}),
    ...(key ? { keyProperty: key } : {}),
  };
}

/** Types that no page defines: what request tables say of them; an example alone makes an open type. */
function addUsedTypes(
  resources: Map<string, Resource>,
  typedRows: readonly TypedRows[],
  instances: readonly Instance[],
): void {
  const known = new Set(resources.keys());
  const extend = (type: string, place: Resource["place"], properties: readonly Property[]): void => {
    if (known.has(type)) return;
    const before = resources.get(type) ?? {
      name: type,
      place,
      description: "",
      kind: "object" as const,
      openType: false,
      properties: [],
      members: [],
      open: false,
      required: [],
    };
    const names = new Set(before.properties.map(({ name }) => name));
    resources.set(type, {
      ...before,
      properties: [...before.properties, ...properties.filter(({ name }) => !names.has(name))],
    });
  };
  for (const { type, properties } of typedRows) {
    const place = properties[0]?.place;
    if (place) extend(type, place, properties);
  }
  for (const { type, place } of instances) extend(type, place, []);
}
