/** What the pages say of the API. Every node keeps its place. */
import type { Diagnostic, Place } from "../diagnostics/diagnostic.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import type { TemplateParameter, TemplateQuery } from "./template.ts";

export interface Model {
  /** Sorted by path, then method. */
  readonly operations: readonly Operation[];
  /** In the order of pages and of their place on the page. */
  readonly exchanges: readonly DocumentedExchange[];
  /** Sorted by name. */
  readonly resources: readonly Resource[];
  readonly diagnostics: readonly Diagnostic[];
  readonly statistics: Statistics;
}

/** Counts for the summary of `extract`. */
export interface Statistics {
  readonly pages: number;
  readonly operations: number;
  readonly exchanges: { readonly documented: number; readonly inferred: number };
  readonly schemas: number;
  readonly properties: number;
}

/** One method on one path, as one or more pages document it. */
export interface Operation {
  readonly method: string;
  /** OpenAPI's spelling; see `Template.path`. */
  readonly path: string;
  readonly documentedPath: string;
  readonly parameters: readonly TemplateParameter[];
  readonly query: readonly QueryParameter[];
  /** Of the request line; the first is the operation's own place, others are further pages. */
  readonly places: readonly Place[];
  readonly versions: readonly string[];
  readonly title: string;
  readonly description: string;
  readonly tag?: string;
  readonly headers: readonly HeaderRow[];
  readonly permissions?: Permissions;
  readonly request?: RequestContent;
  readonly responses: readonly Response[];
}

export interface QueryParameter extends TemplateQuery {
  readonly description: string;
  readonly required: boolean;
  readonly type?: TypeReference;
  readonly place: Place;
}

export interface HeaderRow {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  readonly place: Place;
}

/** Scopes, least privileged first. */
export interface Permissions {
  readonly delegatedWork: readonly string[];
  readonly delegatedPersonal: readonly string[];
  readonly application: readonly string[];
}

/** What a request or a response carries. */
export interface Content {
  readonly place: Place;
  readonly mediaType: string;
  /** Several where examples show several forms; none where no example shows one. */
  readonly shapes: readonly Shape[];
  readonly examples: readonly NamedExample[];
}

/** Rows of a request body table that belong to no named type: the parameters of an action. */
export interface RequestContent extends Content {
  readonly parameters: readonly Property[];
  readonly type?: TypeReference;
  readonly required: boolean;
}

export interface NamedExample {
  readonly name: string;
  readonly value: JsonValue;
  /** See `Body.placeholders`. */
  readonly placeholders?: readonly string[];
  readonly place: Place;
}

export interface Response {
  readonly status: number;
  readonly description: string;
  readonly place: Place;
  readonly content?: Content;
}

/** The form of a JSON body. */
export type Shape =
  /** One object of a type; `shown` are the members that every example of it shows. */
  | {
      readonly kind: "object";
      readonly type?: TypeReference;
      readonly example: JsonValue;
      readonly shown: readonly string[];
      /** Every example answers a request that names the object's `@odata.type`, and names it as well: what is sent comes back. */
      readonly echoesType: boolean;
    }
  /** `{ "value": [ … ] }`, or another member that holds the items. */
  | {
      readonly kind: "collection";
      readonly type?: TypeReference;
      readonly member: string;
      readonly example: JsonValue;
      readonly shown: readonly string[];
      /** The members that every item of every example shows; empty where there are no items. */
      readonly shownOfItems: readonly string[];
    }
  /** `{ "value": { … } }`: an object or a primitive in an envelope. */
  | {
      readonly kind: "envelope";
      readonly type?: TypeReference;
      readonly member: string;
      readonly example: JsonValue;
      readonly shown: readonly string[];
    }
  | { readonly kind: "array"; readonly type?: TypeReference; readonly example: JsonValue }
  | { readonly kind: "primitive"; readonly type?: TypeReference; readonly example: JsonValue };

export type TypeReference =
  /** `guessed`: a bare word that names no known type, taken for an enumeration and so for text. */
  | {
      readonly kind: "primitive";
      readonly name: string;
      readonly collection: boolean;
      readonly guessed?: true;
    }
  /** A type with a name of its own: `microsoft.graph.profile`. `known` is false for a bare word that may be no type at all. */
  | { readonly kind: "named"; readonly name: string; readonly collection: boolean; readonly bare: boolean };

/** A documented request and its documented answer. */
export interface DocumentedExchange {
  readonly name: string;
  readonly page: string;
  readonly tier: "documented" | "inferred";
  /** From 1: the n-th answer to a request that has one already. */
  readonly alternative?: number;
  readonly request: ExchangeRequest;
  readonly response: ExchangeResponse;
  readonly title: string;
  /** Of the response block: what its body is said to be. */
  readonly annotation: JsonObject;
  /** Whether both messages could be read, so that a contract can rest on them. */
  readonly contractible: boolean;
  /** The operation that it is a case of, by method and path; absent where no page documents one. */
  readonly operation?: {
    readonly method: string;
    readonly path: string;
    readonly values: Readonly<Record<string, string>>;
  };
  /** Operations of the same page and method that it is no case of, but holds for as well. */
  readonly siblings: readonly { readonly method: string; readonly path: string }[];
}

export interface ExchangeRequest {
  readonly place: Place;
  readonly method: string;
  /** Relative to the versioned base, as written. */
  readonly path: string;
  readonly query?: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly body?: Body;
}

export interface ExchangeResponse {
  readonly place: Place;
  readonly status: number;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly body?: Body;
  readonly truncated: boolean;
}

export interface Body {
  readonly place: Place;
  readonly mediaType: string;
  /** Of a JSON body that reads beyond doubt. */
  readonly json?: JsonValue;
  /** JSON pointers of values that only stand for a value (`"String (timestamp)"`): data for nobody. */
  readonly placeholders?: readonly string[];
  readonly text: string;
}

/** A named type: entity, complex type or enumeration. */
export interface Resource {
  /** `microsoft.graph.profile` */
  readonly name: string;
  readonly place: Place;
  readonly description: string;
  readonly kind: "object" | "enumeration" | "unknown";
  readonly baseType?: string;
  readonly openType: boolean;
  readonly keyProperty?: string;
  /** In the order of the JSON representation, then of the tables. */
  readonly properties: readonly Property[];
  /** Of an enumeration. */
  readonly members: readonly string[];
  /** Of an enumeration: more members may come. */
  readonly open: boolean;
  /** The `@odata.type` that examples of the type show, where they agree and no type derives from it. */
  readonly odataType?: { readonly value: string; readonly place: Place };
  /** Properties that every documented answer of the type shows. */
  readonly required: readonly string[];
}

export interface Property {
  readonly name: string;
  readonly place: Place;
  readonly description: string;
  readonly type?: TypeReference;
  /** `timestamp`, `identifier`, `etag`: the hint of a JSON representation. */
  readonly hint?: string;
  readonly values: readonly string[];
  /** The values are some of those that there may be: the page says "for example", or `unknownFutureValue` is among them. */
  readonly open: boolean;
  /** True unless the page says otherwise: "Not nullable", "Required", the key. */
  readonly nullable: boolean;
  /** The page calls it required, of every object and not only "when you create" one. */
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly relationship: boolean;
  /** Belongs to a base type: said by the table ("Inherited from …"). */
  readonly inheritedFrom?: string;
}
