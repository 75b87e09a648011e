/**
 * OpenAPI 3.0.3 schemas (section 4.7.24) compiled to closures that judge request bodies. Each schema is compiled once,
 * references are resolved on first use (types refer to themselves), and nothing of the schema is looked at per request.
 * Read-only properties are not judged and not demanded of a client: the service sets them itself.
 */
import type { JsonValue, Schema } from "../../spec/openapi/index.ts";
import { isObject, jsonEqual } from "../store/json.ts";
import { type Fault, invalid, type Pardon, shown, type Validate } from "./fault.ts";
import { componentName, flatten, resolveReference, type Schemas } from "./flatten.ts";
import { formatCheck } from "./format.ts";
import { odataTypeCheck, otherType } from "./odata-type.ts";

export interface CompileContext {
  readonly schemas: Schemas;
  /** An update may leave out what a create must name. */
  readonly partial: boolean;
  readonly compiled: Map<Schema, Validate>;
}

export function compileRequestSchema(
  schema: Schema,
  context: CompileContext,
): (body: JsonValue, pardon?: Pardon) => Fault | undefined {
  const validate = compile(schema, context);
  const owner = flatten(schema, context.schemas).name ?? "the request body";
  return (body, pardon) => validate(body, { target: "", name: "", owner, pardon });
}

const anything: Validate = () => undefined;

function compile(schema: Schema, context: CompileContext): Validate {
  const known = context.compiled.get(schema);
  if (known) return known;
  let inner: Validate | undefined;
  // Registered before it is made, so that a type which refers to itself finds it.
  const lazy: Validate = (value, at) => (inner ?? anything)(value, at);
  context.compiled.set(schema, lazy);
  inner = make(schema, context);
  context.compiled.set(schema, inner);
  return inner;
}

function make(schema: Schema, context: CompileContext): Validate {
  if (schema.$ref !== undefined) return compileReference(schema.$ref, context);
  const checks: Validate[] = [];
  if (schema.enum) checks.push(enumeration(schema.enum));
  const format = formatCheck(schema);
  if (format) checks.push(format);
  if (schema.items) checks.push(items(compile(schema.items, context)));
  if (schema.properties) checks.push(properties(schema, context));
  if (typeof schema.additionalProperties === "object") {
    checks.push(
      additional(
        compile(schema.additionalProperties, context),
        new Set(Object.keys(schema.properties ?? {})),
      ),
    );
  }
  if (schema.additionalProperties === false)
    checks.push(closed(new Set(Object.keys(schema.properties ?? {}))));
  if (schema.allOf) checks.push(...allOf(schema, context));
  if (schema.required && !context.partial) checks.push(required(schema, schema, context));
  if (schema.anyOf) checks.push(oneFits(schema.anyOf, context, false));
  if (schema.oneOf) checks.push(oneFits(schema.oneOf, context, true));
  return typed(schema, checks);
}

function compileReference(reference: string, context: CompileContext): Validate {
  const target = resolveReference(reference, context.schemas);
  if (!target) return anything;
  const declared = componentName(reference) ?? "";
  let validate: Validate | undefined;
  return (value, at) => {
    const named = otherType(value, declared, at, context.schemas);
    if (named) return compile(named.schema, context)(value, { ...at, as: named.name });
    validate ??= compile(target, context);
    return validate(value, at);
  };
}

/** The type comes first: what follows may rely on it. `null` is judged here alone. */
function typed(schema: Schema, checks: readonly Validate[]): Validate {
  const { type } = schema;
  const nullable = schema.nullable === true;
  return (value, at) => {
    if (value === null) {
      if (nullable || type === undefined) return undefined;
      return invalid(at, value, `Unexpected null, expected ${article(type)}`);
    }
    if (type !== undefined && !isOfType(value, type)) {
      return invalid(at, value, `Unexpected ${shown(value)}, expected ${article(type)}`);
    }
    for (const check of checks) {
      const fault = check(value, at);
      if (fault) return fault;
    }
    return undefined;
  };
}

function isOfType(value: JsonValue, type: NonNullable<Schema["type"]>): boolean {
  switch (type) {
    case "object":
      return isObject(value);
    case "array":
      return Array.isArray(value);
    case "integer":
      return typeof value === "number" && Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

/** Members are compared without regard to case, and several of a flags enumeration come with commas between them, as Graph takes them. */
function enumeration(values: readonly JsonValue[]): Validate {
  const listed = values.map((value) => JSON.stringify(value)).join(", ");
  const texts = new Set(
    values.filter((value) => typeof value === "string").map((text) => text.toLowerCase()),
  );
  const isMember = (text: string): boolean => texts.has(text.trim().toLowerCase());
  return (value, at) => {
    const fits =
      typeof value === "string"
        ? isMember(value) || (value.includes(",") && value.split(",").every(isMember))
        : values.some((one) => jsonEqual(one, value));
    return fits ? undefined : invalid(at, value, `Unexpected ${shown(value)}, expected ${listed}`);
  };
}

function items(validate: Validate): Validate {
  return (value, at) => {
    if (!Array.isArray(value)) return undefined;
    for (let index = 0; index < value.length; index += 1) {
      const fault = validate(value[index], { ...at, target: join(at.target, String(index)), as: undefined });
      if (fault) return fault;
    }
    return undefined;
  };
}

function properties(schema: Schema, context: CompileContext): Validate {
  const owner = schema.title ?? "";
  const members = Object.entries(schema.properties ?? {})
    .filter(([, property]) => !isReadOnly(property, context.schemas))
    .map(([name, property]) => {
      const validate =
        name === "@odata.type" ? odataTypeCheck(property, context.schemas) : compile(property, context);
      return { name, validate };
    });
  return (value, at) => {
    if (!isObject(value)) return undefined;
    for (const { name, validate } of members) {
      // Null clears a property; where one may not be without a value, that is the demand's to say.
      if (!Object.hasOwn(value, name) || value[name] === null) continue;
      const target = join(at.target, name);
      const fault = validate(value[name] as JsonValue, {
        target,
        name,
        owner: owner || at.owner,
        pardon: at.pardon,
      });
      if (fault) return fault;
    }
    return undefined;
  };
}

function additional(validate: Validate, known: ReadonlySet<string>): Validate {
  return (value, at) => {
    if (!isObject(value)) return undefined;
    for (const [name, one] of Object.entries(value)) {
      if (known.has(name) || isControl(name)) continue;
      const fault = validate(one, {
        target: join(at.target, name),
        name,
        owner: at.owner,
        pardon: at.pardon,
      });
      if (fault) return fault;
    }
    return undefined;
  };
}

function closed(known: ReadonlySet<string>): Validate {
  return (value, at) => {
    if (!isObject(value)) return undefined;
    for (const name of Object.keys(value)) {
      if (known.has(name) || isControl(name)) continue;
      const fault: Fault = {
        code: "RequestBodyRead",
        message: `The property '${name}' does not exist on type '${at.owner}'. Make sure to only use property names that are defined by the type or mark the type as open type.`,
        target: join(at.target, name),
        detail: `Unexpected property '${name}', expected one of ${[...known].join(", ")}`,
      };
      if (!at.pardon?.(fault, value[name])) return fault;
    }
    return undefined;
  };
}

/** Control information of OData belongs to no type (OData JSON 4.01, section 4.6). */
function isControl(name: string): boolean {
  return name.includes("@");
}

/** What one member demands may be read-only by another, so demands are collected over all of them. */
function allOf(schema: Schema, context: CompileContext): Validate[] {
  return (schema.allOf ?? []).map((part) => {
    if (part.required === undefined || part.$ref !== undefined) return compile(part, context);
    const { required: demanded, ...rest } = part;
    const validate = compile(rest, context);
    if (context.partial) return validate;
    const demand = required({ required: demanded }, schema, context);
    return (value, at) => validate(value, at) ?? demand(value, at);
  });
}

function required(schema: Schema, whole: Schema, context: CompileContext): Validate {
  let names: readonly string[] | undefined;
  /** Those that may not be null. */
  let filled: ReadonlySet<string> = new Set();
  return (value, at) => {
    if (!isObject(value)) return undefined;
    if (!names) {
      const all = flatten(whole, context.schemas).properties;
      names = demandedOfClient(schema.required ?? [], all, context.schemas);
      filled = new Set(names.filter((name) => !takesNull(all.get(name))));
    }
    for (const name of names) {
      const given = Object.hasOwn(value, name) ? value[name] : undefined;
      if (given !== undefined && !(given === null && filled.has(name))) continue;
      const fault: Fault = {
        code: "BadRequest",
        message: `A value must be provided for property '${name}' of resource '${at.owner}'.`,
        target: join(at.target, name),
        detail:
          given === null
            ? `Unexpected null for '${name}', expected a value`
            : `Unexpected body without '${name}', expected the property`,
      };
      if (!at.pardon?.(fault, given)) return fault;
    }
    return undefined;
  };
}

/** `@odata.type` is the declared one where a client leaves it out (OData JSON 4.01, section 4.6.3). */
function demandedOfClient(
  names: readonly string[],
  all: ReadonlyMap<string, Schema>,
  schemas: Schemas,
): string[] {
  return names.filter((name) => {
    const property = all.get(name);
    return !isControl(name) && !(property && isReadOnly(property, schemas));
  });
}

function takesNull(schema: Schema | undefined): boolean {
  if (!schema || schema.nullable === true) return true;
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) return alternatives.some(takesNull);
  return schema.type === undefined && schema.allOf === undefined && schema.$ref === undefined;
}

export function isReadOnly(schema: Schema, schemas: Schemas, depth = 0): boolean {
  if (schema.readOnly) return true;
  if (depth > 8) return false;
  const parts = schema.$ref === undefined ? schema.allOf : [resolveReference(schema.$ref, schemas)];
  return (parts ?? []).some((part) => part !== undefined && isReadOnly(part, schemas, depth + 1));
}

/** Alternatives are tried as they are first: what is overlooked in one must not hide that another fits. */
function oneFits(schemas: readonly Schema[], context: CompileContext, exactly: boolean): Validate {
  const alternatives = schemas.map((schema) => compile(schema, context));
  return (value, at) => {
    const strict = at.pardon ? { ...at, pardon: undefined } : at;
    let first: Fault | undefined;
    let fitting = 0;
    for (const validate of alternatives) {
      const fault = validate(value, strict);
      if (!fault) fitting += 1;
      first ??= fault;
    }
    if (fitting === 1 || (fitting > 1 && !exactly)) return undefined;
    if (at.pardon && alternatives.some((validate) => validate(value, at) === undefined)) return undefined;
    return (
      first ??
      invalid(
        at,
        value,
        `Unexpected ${shown(value)}, which fits ${fitting} alternatives, expected exactly one`,
      )
    );
  };
}

function article(type: string): string {
  return `${/^[aio]/.test(type) ? "an" : "a"} ${type}`;
}

function join(target: string, name: string): string {
  return target === "" ? name : `${target}/${name}`;
}
