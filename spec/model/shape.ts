/** The form of a documented JSON body, from its annotation and from the body itself, which is believed where the two differ. */
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import type { Shape, TypeReference } from "./model.ts";
import { annotatedType } from "./type-reference.ts";

export interface ReadShape {
  readonly shape: Shape;
  /** Where annotation and body differ: what the annotation says. */
  readonly contradiction?: string;
}

export function readShape(value: JsonValue, annotation: JsonObject): ReadShape {
  const type = typeOf(annotation);
  const named = type ?? typeInBody(value);
  const element: TypeReference | undefined = named ? { ...named, collection: false } : undefined;
  const saysCollection =
    annotation.isCollection === true || annotation.isCollection === "true" || type?.collection === true;
  const typed = element ? { type: element } : {};
  if (Array.isArray(value)) return { shape: { kind: "array", example: value, ...typed } };
  if (!isJsonObject(value)) return { shape: { kind: "primitive", example: value, ...typed } };
  const member = typeof annotation.collectionProperty === "string" ? annotation.collectionProperty : "value";
  const shown = shownMembers(value);
  const held = Object.hasOwn(value, member) ? value[member] : undefined;
  const isEnvelope = Object.keys(value).every((name) => name === member || name.startsWith("@"));
  if (Array.isArray(held) && (saysCollection || isEnvelope)) {
    const contradiction = type && !saysCollection ? "a single object" : undefined;
    return {
      shape: {
        kind: "collection",
        member,
        example: value,
        shown,
        shownOfItems: shownByAll((held as JsonValue[]).filter(isJsonObject)),
        ...typed,
      },
      ...(contradiction ? { contradiction } : {}),
    };
  }
  const contradiction = saysCollection ? "a collection" : undefined;
  const more = contradiction ? { contradiction } : {};
  if (held !== undefined && isEnvelope && element) {
    return {
      shape: {
        kind: "envelope",
        member,
        example: value,
        shown,
        type: { ...element, collection: Array.isArray(held) },
      },
      ...more,
    };
  }
  return {
    shape: {
      kind: "object",
      example: value,
      shown,
      echoesType: false,
      ...(element?.kind === "named" ? { type: element } : {}),
    },
    ...more,
  };
}

export function typeOf(annotation: JsonObject): TypeReference | undefined {
  const name = annotation["@odata.type"] ?? annotation["@type"];
  return typeof name === "string" ? annotatedType(name) : undefined;
}

/** What the body itself says, where no annotation does: of the object, or of everything in its `value`. */
function typeInBody(value: JsonValue): TypeReference | undefined {
  if (!isJsonObject(value)) return undefined;
  const held = Array.isArray(value.value) ? (value.value as JsonValue[]) : [value.value ?? null];
  const items = typeof value["@odata.type"] === "string" ? [value] : held.filter(isJsonObject);
  const names = new Set(items.map((item) => item["@odata.type"]));
  const [name] = names;
  const type = names.size === 1 && typeof name === "string" ? annotatedType(name) : undefined;
  return type?.kind === "named" && !type.collection ? type : undefined;
}

/** Control information (OData JSON 4.01, section 4.6) depends on what the client asks for; `@odata.type` is shown for its own sake. */
function shownMembers(value: JsonObject): string[] {
  return Object.keys(value).filter((name) => name === "@odata.type" || !name.includes("@"));
}

function shownByAll(items: readonly JsonObject[]): string[] {
  const [first, ...others] = items.map(shownMembers);
  return (first ?? []).filter((name) => others.every((names) => names.includes(name)));
}

/** Shapes of one kind and type are one, with the members that all of them show; the first example stands for it. */
export function mergeShapes(shapes: readonly Shape[]): Shape[] {
  const merged: Shape[] = [];
  for (const shape of shapes) {
    const index = merged.findIndex((other) => sameForm(other, shape));
    const other = merged[index];
    if (other === undefined) merged.push(shape);
    else if ("shown" in other && "shown" in shape) merged[index] = both(other, shape);
  }
  return merged;
}

type Showing = Extract<Shape, { shown: readonly string[] }>;

function both(first: Showing, second: Showing): Showing {
  const shown = first.shown.filter((name) => second.shown.includes(name));
  if (first.kind === "object" && second.kind === "object")
    return { ...first, shown, echoesType: first.echoesType && second.echoesType };
  if (first.kind !== "collection" || second.kind !== "collection") return { ...first, shown };
  // An example of an empty collection says nothing of its items.
  const empty = [first, second].find(({ shownOfItems }) => shownOfItems.length === 0);
  const shownOfItems = empty
    ? (empty === first ? second : first).shownOfItems
    : first.shownOfItems.filter((name) => second.shownOfItems.includes(name));
  return { ...first, shown, shownOfItems };
}

function sameForm(a: Shape, b: Shape): boolean {
  return a.kind === b.kind && a.type?.name === b.type?.name && memberOf(a) === memberOf(b);
}

function memberOf(shape: Shape): string | undefined {
  return shape.kind === "collection" || shape.kind === "envelope" ? shape.member : undefined;
}

/** Every object in an example that is said to be of the shape's type. */
export function instancesOf(shape: Shape): JsonObject[] {
  const held: JsonValue | undefined =
    shape.kind === "collection" || shape.kind === "envelope"
      ? (shape.example as JsonObject)[shape.member]
      : shape.example;
  const values = Array.isArray(held) ? (held as JsonValue[]) : [held ?? null];
  return values.filter(isJsonObject);
}
