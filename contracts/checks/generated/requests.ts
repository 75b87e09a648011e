import fc from "fast-check";
import {
  flatten,
  isJsonObject,
  type JsonValue,
  type OpenApiDocument,
  type Schema,
} from "../../../spec/openapi/index.ts";
import { headerValue, type PlannedRequest, withHeader } from "../../http/message.ts";
import { valid } from "./valid.ts";

export interface DeepInput {
  readonly document: OpenApiDocument;
  /** The documented request, and the schema of its body. */
  readonly request: PlannedRequest;
  readonly schema: Schema;
}

const MEDIA_TYPES = [
  "application/json",
  "application/json; charset=utf-8",
  "application/json;charset=UTF-8",
  "application/json; odata.metadata=minimal",
];

/** Requests that the description allows: any valid body, in any layout, with any parameters of the media type. */
export function validRequests({ document, request, schema }: DeepInput): fc.Arbitrary<PlannedRequest> {
  return fc
    .record({
      body: valid(document, schema),
      indent: fc.constantFrom(undefined, 1, 4, "\t"),
      type: fc.constantFrom(...MEDIA_TYPES),
    })
    .map(({ body, indent, type }) => sent(request, JSON.stringify(body, undefined, indent), type));
}

/** Requests that are wrong in one way each, whatever the resource is. */
export function invalidRequests(input: DeepInput): fc.Arbitrary<PlannedRequest> {
  const { document, request, schema } = input;
  const type = headerValue(request.headers, "content-type") ?? "application/json";
  const whole = valid(document, schema).map((value) => JSON.stringify(value));
  const bodies = [
    fc
      .jsonValue()
      .filter((value) => !isJsonObject(value))
      .map((value) => JSON.stringify(value)),
    fc
      .tuple(whole, fc.double({ min: 0, max: 0.999, noNaN: true }))
      .map(([text, part]) => text.slice(0, Math.floor(text.length * part))),
    fc.string({ unit: "grapheme" }).filter((text) => !isJson(text)),
    fc.tuple(whole, fc.constantFrom("x", "{}", "]", "}", ",")).map(([text, end]) => `${text}${end}`),
    ...wrongTypes(input),
  ].map((text) => text.map((body) => sent(request, body, type)));
  const mediaTypes = fc
    .tuple(
      whole,
      fc.constantFrom("text/plain", "text/html", "application/xml", "application/octet-stream", "image/png"),
    )
    .map(([body, other]) => sent(request, body, other));
  const tokens = fc
    .tuple(whole, fc.constantFrom(undefined, "Bearer ", "Basic dXNlcjpwYXNzd29yZA==", 'Digest username="u"'))
    .map(([body, token]) => {
      const made = sent(request, body, type);
      return { ...made, headers: withHeader(made.headers, "Authorization", token) };
    });
  return fc.oneof(...bodies, mediaTypes, tokens);
}

/** Another `@odata.type` than the one that the description fixes. */
function wrongTypes({ document, schema }: DeepInput): readonly fc.Arbitrary<string>[] {
  const fixed = flatten(document, schema).properties.get("@odata.type")?.enum;
  if (!fixed) return [];
  const others = fc.oneof(
    fc.integer(),
    fc.boolean(),
    fc.array(fc.integer(), { maxLength: 2 }),
    fc.stringMatching(/^#[a-z]{1,8}\.[a-z]{1,8}$/).filter((name) => !fixed.includes(name)),
  );
  return [others.map((type) => JSON.stringify({ "@odata.type": type as JsonValue }))];
}

function sent(request: PlannedRequest, body: string, type: string): PlannedRequest {
  const { bodyEncoding: _encoding, ...rest } = request;
  return { ...rest, headers: withHeader(request.headers, "Content-Type", type), body };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
