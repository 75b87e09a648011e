/**
 * The part of OpenAPI 3.0.3 that the extractor writes and the mock and the judge read. Names are the specification's own.
 * Extensions:
 * - `x-source`: the page and line that an operation, parameter, response, schema, property or example came from;
 * - `x-sources`: on an operation that several pages document, all of them, the page to go by first;
 * - `x-documented-path`, `x-documented-name`: the page's own spelling where it had to be changed to be valid;
 * - `x-request-headers`: every row of the page's request header table (OpenAPI ignores `Authorization`, `Content-Type` and
 *   `Accept` as parameters, so they would be lost otherwise);
 * - `x-permissions`: the permission table, least privileged first; absent where the page has none or is a draft;
 * - `x-shown`: on the schema of a body, the members that every example of it shows; one that is missing is worth a hint, and no fault;
 * - `x-extensible-enum`: in place of `enum`, the values that a page names without closing the list ("for example", `unknownFutureValue`);
 *   another value is worth a hint (the name is that of Zalando's REST guidelines, rule 112);
 * - `x-placeholders`: on an example, JSON pointers of what only stands for a value (`"String (timestamp)"`): data for nobody;
 * - `x-edm-type`: OData's name of a primitive type that is text on the wire (`DateTimeOffset`, `Guid`), where no `format` is true of what
 *   the service sends.
 */
import type { JsonValue } from "../json.ts";

export interface Source {
  readonly page: string;
  readonly line: number;
}

export interface OpenApiDocument {
  readonly openapi: "3.0.3";
  readonly info: {
    title: string;
    version: string;
    description?: string;
    license?: { name: string; url?: string };
  };
  /** The first is the default; a path item that belongs to other servers names them itself. */
  readonly servers: readonly Server[];
  readonly security: readonly SecurityRequirement[];
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: Components;
}

export interface Server {
  readonly url: string;
  readonly description?: string;
}

export interface Components {
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly securitySchemes: Readonly<Record<string, SecurityScheme>>;
}

/** `bearer` (type http), and for pages with a permission table `delegated` and `application` (type oauth2). */
export type SecurityScheme =
  | { type: "http"; scheme: "bearer"; bearerFormat?: string; description?: string }
  | { type: "oauth2"; description?: string; flows: Record<string, OAuthFlow> };

export interface OAuthFlow {
  readonly authorizationUrl?: string;
  readonly tokenUrl?: string;
  readonly scopes: Record<string, string>;
}

export type SecurityRequirement = Readonly<Record<string, readonly string[]>>;

export const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;
export type Method = (typeof METHODS)[number];

export type PathItem = {
  readonly servers?: readonly Server[];
  readonly parameters?: readonly Parameter[];
} & { readonly [method in Method]?: Operation };

export interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: RequestBody;
  readonly responses: Readonly<Record<string, ResponseObject>>;
  readonly security?: readonly SecurityRequirement[];
  readonly deprecated?: boolean;
  readonly "x-source": Source;
  readonly "x-sources"?: readonly Source[];
  readonly "x-documented-path"?: string;
  readonly "x-request-headers"?: readonly RequestHeader[];
  readonly "x-permissions"?: Permissions;
}

export interface RequestHeader {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  readonly "x-source": Source;
}

export interface Permissions {
  readonly delegatedWork: readonly string[];
  readonly delegatedPersonal: readonly string[];
  readonly application: readonly string[];
}

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
  readonly example?: JsonValue;
  readonly allowReserved?: boolean;
  readonly "x-documented-name"?: string;
  readonly "x-source"?: Source;
}

export interface RequestBody {
  readonly description?: string;
  readonly required?: boolean;
  readonly content: Readonly<Record<string, MediaType>>;
  readonly "x-source"?: Source;
}

export interface ResponseObject {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { description?: string; schema: Schema }>>;
  readonly content?: Readonly<Record<string, MediaType>>;
  /** By the id of the operation that they lead to. */
  readonly links?: Readonly<Record<string, Link>>;
  readonly "x-source"?: Source;
}

/** What an answer has that another operation needs: its path parameters as runtime expressions. */
export interface Link {
  readonly operationId: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface MediaType {
  readonly schema?: Schema;
  readonly examples?: Readonly<Record<string, Example>>;
}

export interface Example {
  readonly summary?: string;
  readonly value: JsonValue;
  readonly "x-placeholders"?: readonly string[];
  readonly "x-source"?: Source;
}

/** A Schema Object of OpenAPI 3.0.3 (a dialect of JSON Schema Wright draft 00). */
export interface Schema {
  readonly $ref?: string;
  readonly type?: "object" | "array" | "string" | "number" | "integer" | "boolean";
  readonly format?: string;
  readonly title?: string;
  readonly description?: string;
  readonly nullable?: boolean;
  readonly readOnly?: boolean;
  readonly enum?: readonly JsonValue[];
  readonly minLength?: number;
  readonly pattern?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly "x-source"?: Source;
  readonly "x-shown"?: readonly string[];
  readonly "x-extensible-enum"?: readonly string[];
  readonly "x-edm-type"?: "Guid" | "DateTimeOffset" | "Date" | "TimeOfDay" | "Duration" | "Binary";
  readonly "x-key-property"?: string;
  readonly "x-open-type"?: boolean;
}
