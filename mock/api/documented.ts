import type { PactBody } from "../../contracts/index.ts";
import type { JsonValue, Operation, ResponseObject, Schema, Source } from "../../spec/openapi/index.ts";
import { flatten, type Schemas } from "../schema/flatten.ts";
import { sampleOf } from "../schema/index.ts";

/** The body of an answer: a JSON value, or exactly these characters or bytes. */
export type Body =
  | { readonly kind: "json"; readonly json: JsonValue }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array<ArrayBuffer> };

/** One answer as the pages document it. */
export interface Documented {
  readonly status: number;
  readonly contentType?: string;
  readonly body?: Body;
  /** What the description demands of the body's top level. */
  readonly required: ReadonlySet<string>;
  readonly source?: Source;
}

export function isJsonType(mediaType: string): boolean {
  return (
    mediaType === "application/json" || /^application\/(?:[^;]+\+)?json\s*(?:;|$)/i.test(mediaType.trim())
  );
}

export function bodyOf(body: PactBody): Body {
  if (body.encoded === "base64" && typeof body.content === "string") {
    return { kind: "bytes", bytes: fromBase64(body.content) };
  }
  if (isJsonType(body.contentType)) return { kind: "json", json: body.content };
  return {
    kind: "text",
    text: typeof body.content === "string" ? body.content : JSON.stringify(body.content),
  };
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

/** The description's answer with that status: its first example, or else the smallest body that fits its schema. */
export function describedAnswer(status: number, response: ResponseObject, schemas: Schemas): Documented {
  const source = response["x-source"];
  const [contentType, media] = Object.entries(response.content ?? {})[0] ?? [];
  const common = {
    status,
    required: membersOf(media?.schema, schemas),
    ...(source ? { source } : {}),
  };
  if (contentType === undefined || media === undefined || hasNoBody(status)) return common;
  const [example] = Object.values(media.examples ?? {});
  if (isJsonType(contentType)) {
    const json = example ? example.value : (exampleOf(media) ?? sampleOf(media.schema, schemas));
    return { ...common, contentType, body: { kind: "json", json } };
  }
  if (typeof example?.value !== "string") return { ...common, contentType, body: { kind: "text", text: "" } };
  return { ...common, contentType, body: { kind: "text", text: example.value } };
}

/** What the answer shows: the members that are demanded, and those that every example has. */
function membersOf(schema: Schema | undefined, schemas: Schemas): ReadonlySet<string> {
  const { required, shown } = flatten(schema, schemas);
  return new Set([...required, ...shown]);
}

/** Descriptions of other makers have a single `example` beside the schema (OpenAPI 3.0.3, section 4.7.14). */
function exampleOf(media: object): JsonValue | undefined {
  return "example" in media ? (media.example as JsonValue) : undefined;
}

/** RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5. */
export function hasNoBody(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

/** The answer of a success that the description has, or undefined where it documents none. */
export function describedSuccess(operation: Operation, schemas: Schemas): Documented | undefined {
  const statuses = Object.keys(operation.responses)
    .filter((status) => /^[23]\d\d$/.test(status))
    .sort();
  const [first] = statuses;
  const response = first === undefined ? undefined : operation.responses[first];
  return response && describedAnswer(Number(first), response, schemas);
}
