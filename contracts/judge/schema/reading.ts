import { isJsonObject, type JsonObject, type JsonValue, type Schema } from "../../../spec/openapi/index.ts";
import { bare, type DocumentedTypes } from "./documented-types.ts";
import { numberFault, textFault } from "./formats.ts";
import { BeyondBounds, SchemaDefect, type SchemaViolation, type Sender } from "./violation.ts";

/** One body being read by its schema. */
export interface Reading {
  value(schema: Schema, value: JsonValue): void;
  found(): readonly SchemaViolation[];
}

/** So many values and alternatives are looked at: a list of a thousand objects takes some ten thousand. */
const MOST_STEPS = 1_000_000;
/** Deeper than any documented answer, and far from the end of the stack. */
const DEEPEST = 200;
/** A body that is wrong everywhere need not be told in full. */
const MOST_VIOLATIONS = 200;

/** A value's place in the body. */
interface Place {
  readonly path: readonly (string | number)[];
  /** The schema that stands at this place, as a whole: knows the properties that one part of it only demands. */
  readonly owner: Schema;
  /** The property that holds the value, or the nearest one around it. */
  readonly property: Schema | undefined;
  /** The object's `@odata.type` has been judged already: it decided which schema counts. */
  readonly settled: boolean;
  readonly depth: number;
}

export function createReading(types: DocumentedTypes, sentBy: Sender): Reading {
  return new SchemaReading(types, sentBy);
}

class SchemaReading implements Reading {
  readonly #types: DocumentedTypes;
  readonly #sentBy: Sender;
  #found: SchemaViolation[] = [];
  #steps = 0;

  constructor(types: DocumentedTypes, sentBy: Sender) {
    this.#types = types;
    this.#sentBy = sentBy;
  }

  value(schema: Schema, value: JsonValue): void {
    this.#look(schema, value, { path: [], owner: schema, property: undefined, settled: false, depth: 0 });
  }

  found(): readonly SchemaViolation[] {
    const first = new Map<string, SchemaViolation>();
    for (const one of this.#found) {
      const place = one.path.join("/");
      const known = first.get(place);
      if (!known || (known.advisory && !one.advisory)) first.set(place, one);
    }
    return [...first.values()];
  }

  #look(schema: Schema, value: JsonValue, place: Place): void {
    this.#count(place);
    if (schema.$ref !== undefined) this.#reference(schema.$ref, value, place);
    else if (value !== null || !isNullable(schema)) this.#parts(schema, value, place);
  }

  #parts(schema: Schema, value: JsonValue, place: Place): void {
    for (const part of schema.allOf ?? []) this.#look(part, value, deeper(place));
    for (const alternatives of [schema.anyOf, schema.oneOf])
      if (alternatives) this.#alternatives(alternatives, value, place);
    if (!this.#type(schema, value, place)) return;
    if (schema.enum && !this.#isListed(schema.enum, value)) this.#unlisted(schema, schema.enum, value, place);
    else if (typeof value === "string") this.#text(schema, value, place);
    else if (typeof value === "number") this.#number(schema, value, place);
    if (Array.isArray(value)) this.#list(schema, value as readonly JsonValue[], place);
    else if (isJsonObject(value)) this.#object(schema, value, place);
  }

  /** An object says of itself which type it has. Where that is the declared type or derived from it, it is judged as what it says. */
  #reference(reference: string, value: JsonValue, place: Place): void {
    const type = place.settled ? undefined : typeOf(value);
    const named = type === undefined ? undefined : this.#types.named(type);
    const at = deeper(place);
    // Pages do not tell all bases: a documented type is unwelcome only where the page fixes another.
    if (named === undefined || !(this.#types.derives(named, reference) || !this.#types.fixesType(reference)))
      this.#look(this.#types.resolve(reference), value, at);
    else {
      this.#spelling(named, type, place);
      const owner = named === reference ? place.owner : { $ref: named };
      this.#look(this.#types.resolve(named), value, { ...at, settled: true, owner });
    }
  }

  /** A misspelt name is enough to tell which type is meant, and a fault all the same where the page fixes how it is written. */
  #spelling(reference: string, type: string | undefined, place: Place): void {
    const fixed = this.#types.flat({ $ref: reference }).properties.get("@odata.type");
    if (!fixed?.enum || type === undefined) return;
    // A base that fixes its own name says nothing of how this one is written.
    if (!fixed.enum.some((one) => bare(String(one)) === bare(type))) return;
    this.#look(fixed, type, inner(place, "@odata.type", fixed));
  }

  #alternatives(parts: readonly Schema[], value: JsonValue, place: Place): void {
    const candidates = this.#candidates(parts, value, place.settled);
    const before = this.#found;
    let least: SchemaViolation[] | undefined;
    for (const part of candidates) {
      this.#found = [];
      this.#look(part, value, { ...deeper(place), owner: part });
      const found = this.#found;
      if (!least || weight(found) < weight(least)) least = found;
      if (weight(least) === 0) break;
    }
    this.#found = [...before, ...(least ?? [])];
  }

  /**
   * The alternatives that are meant: those of the type that the object says it has, or else those that know most of its properties. A
   * schema that knows none of them would take any object.
   */
  #candidates(parts: readonly Schema[], value: JsonValue, settled: boolean): readonly Schema[] {
    if (!isJsonObject(value)) return parts;
    const type = settled ? undefined : typeOf(value);
    if (type !== undefined) {
      const exact = parts.filter((part) => this.#types.flat(part).resource === this.#types.named(type));
      if (exact.length > 0 && this.#types.named(type) !== undefined) return exact;
      const fixed = parts.filter((part) => fixedTypes(this.#types.flat(part)).includes(bare(type)));
      if (fixed.length > 0) return fixed;
    }
    const known = parts.map((part) => {
      let count = 0;
      for (const name of this.#types.flat(part).properties.keys()) if (Object.hasOwn(value, name)) count += 1;
      this.#steps += 1;
      return count;
    });
    const most = Math.max(...known);
    return parts.filter((_part, index) => known[index] === most);
  }

  #type({ type }: Schema, value: JsonValue, place: Place): boolean {
    if (type === undefined || isOfType(type, value)) return true;
    this.#add(place, { message: `must be ${type}` });
    return false;
  }

  #isListed(values: readonly JsonValue[], value: JsonValue): boolean {
    if (values.includes(value)) return true;
    // Several flags of an enumeration travel as one text (OData JSON 4.01, 7.1).
    if (typeof value !== "string" || !value.includes(",")) return false;
    return value.split(",").every((one) => values.includes(one.trim()));
  }

  #unlisted(schema: Schema, values: readonly JsonValue[], value: JsonValue, place: Place): void {
    // A client may write the name of a type more freely than a server.
    const mayVary = this.#sentBy === "client" && place.path.at(-1) === "@odata.type";
    if (mayVary && typeof value === "string" && values.some((one) => bare(String(one)) === bare(value)))
      return;
    const shown = values.filter((one) => one !== null);
    const message = `must be ${shown.length > 1 ? "one of the documented values: " : ""}${list(shown)}`;
    this.#add(place, { message, ...(isOpen(schema) ? { advisory: true } : {}) });
  }

  #text(schema: Schema, value: string, place: Place): void {
    const { pattern, minLength = 0, "x-extensible-enum": named } = schema;
    const format = schema.format ?? schema["x-edm-type"];
    if (named && !this.#isListed(named, value))
      this.#add(place, { message: `is none of the documented values: ${list(named)}`, advisory: true });
    const fault = format === undefined ? undefined : textFault(format, value);
    if (fault !== undefined) this.#add(place, { message: `must be ${fault}` });
    if (value.length < minLength) this.#add(place, { message: `must have at least ${minLength} characters` });
    if (pattern !== undefined && !this.#types.pattern(pattern).test(value))
      this.#add(place, { message: `must match ${pattern}` });
  }

  #number({ format }: Schema, value: number, place: Place): void {
    const fault = format === undefined ? undefined : numberFault(format, value);
    if (fault !== undefined) this.#add(place, { message: `must be ${fault}` });
  }

  #list({ items }: Schema, values: readonly JsonValue[], place: Place): void {
    if (!items || Object.keys(items).length === 0) return;
    for (const [index, value] of values.entries()) {
      this.#look(items, value, { ...inner(place, index, items), property: place.property });
    }
  }

  #object(schema: Schema, value: JsonObject, place: Place): void {
    const { properties = {}, required = [], additionalProperties } = schema;
    for (const name of required) if (!Object.hasOwn(value, name)) this.#missing(name, place, false);
    const { "x-shown": shown = [] } = schema;
    for (const name of shown)
      if (!Object.hasOwn(value, name) && !required.includes(name)) this.#missing(name, place, true);
    for (const name in properties) {
      const property = Object.hasOwn(properties, name) && Object.hasOwn(value, name) && properties[name];
      if (!property || (name === "@odata.type" && place.settled)) continue;
      this.#look(property, value[name] ?? null, inner(place, name, property));
    }
    if (additionalProperties === undefined || additionalProperties === true) return;
    for (const name in value) {
      // Control information belongs to no type (OData JSON 4.01, 4.6).
      if (Object.hasOwn(properties, name) || name.includes("@")) continue;
      const at = inner(place, name, additionalProperties === false ? {} : additionalProperties);
      if (additionalProperties === false) this.#add(at, { message: "is not documented" });
      else this.#look(additionalProperties, value[name] ?? null, at);
    }
  }

  #missing(name: string, place: Place, advisory: boolean): void {
    const property = this.#types.flat(place.owner).properties.get(name);
    if (this.#sentBy === "client" && (advisory || property?.readOnly)) return;
    const at = { ...place, path: [...place.path, name], property: property ?? place.property };
    const type = property?.type === undefined ? {} : { type: property.type };
    this.#add(at, { message: "must be there", missing: true, ...type, ...(advisory ? { advisory } : {}) });
  }

  #add(place: Place, violation: Omit<SchemaViolation, "path" | "source">): void {
    if (this.#found.length >= MOST_VIOLATIONS) return;
    const source = place.property?.["x-source"];
    this.#found.push({ path: place.path, ...violation, ...(source ? { source } : {}) });
  }

  #count(place: Place): void {
    this.#steps += 1;
    if (this.#steps > MOST_STEPS)
      throw new BeyondBounds(
        `the body holds more than the ${MOST_STEPS.toLocaleString("en")} values that are judged`,
      );
    if (place.depth > DEEPEST) throw new BeyondBounds("the body is nested deeper than what is judged");
  }
}

function deeper(place: Place): Place {
  return { ...place, depth: place.depth + 1 };
}

function inner(place: Place, step: string | number, schema: Schema): Place {
  const property = schema["x-source"] ? schema : place.property;
  return { path: [...place.path, step], owner: schema, property, settled: false, depth: place.depth + 1 };
}

/** A schema without type, list or parts takes null as it takes anything. */
function isNullable({ nullable, type, enum: values, allOf, anyOf, oneOf }: Schema): boolean {
  return nullable === true || values?.includes(null) || !(type || values || allOf || anyOf || oneOf);
}

function isOfType(type: NonNullable<Schema["type"]>, value: JsonValue): boolean {
  switch (type) {
    case "object":
      return isJsonObject(value);
    case "array":
      return Array.isArray(value);
    case "integer":
      return Number.isInteger(value);
    case "number":
      // What JSON has no number for (OData JSON 4.01, 7.1).
      return typeof value === "number" || value === "INF" || value === "-INF" || value === "NaN";
    case "string":
    case "boolean":
      return typeof value === type;
    default:
      throw new SchemaDefect(`the description has the type '${String(type)}', which JSON does not have`);
  }
}

function typeOf(value: JsonValue): string | undefined {
  const type = isJsonObject(value) ? value["@odata.type"] : undefined;
  return typeof type === "string" ? type : undefined;
}

function fixedTypes({ properties }: { readonly properties: ReadonlyMap<string, Schema> }): readonly string[] {
  return (properties.get("@odata.type")?.enum ?? []).map((one) => bare(String(one)));
}

/** `unknownFutureValue` says that the list will grow (Microsoft Graph, "Handling future members in evolvable enumerations"). */
function isOpen(schema: Schema): boolean {
  return schema.enum?.includes("unknownFutureValue") === true;
}

function weight(found: readonly SchemaViolation[]): number {
  return found.reduce((sum, { advisory }) => sum + (advisory ? 0.001 : 1), 0);
}

const MOST_LISTED = 12;

function list(values: readonly JsonValue[]): string {
  const shown = values.slice(0, MOST_LISTED).map((one) => JSON.stringify(one));
  return shown.join(", ") + (values.length > MOST_LISTED ? `, and ${values.length - MOST_LISTED} more` : "");
}
