import { essence, isJsonType } from "../../../spec/openapi/index.ts";
import { headerValue, type PlannedRequest } from "../../http/message.ts";
import { type PolicyCase, type Seed, takesObject, withBody, withField } from "./case.ts";
import { RULE } from "./rules.ts";

/** Requests that mean the same as the documented one, and so must be answered like it. */
export const EQUIVALENTS: readonly PolicyCase[] = [
  {
    id: "accept-charset",
    title: "accepts the media type with a charset parameter",
    basis: "policy",
    rule: RULE.mediaType,
    expect: "accepted",
    requests: (seed) => {
      const type = headerValue(seed.request.headers, "content-type");
      if (!isJsonType(essence(type)) || type?.includes(";")) return [];
      return [withField(seed.request, "Content-Type", `${type}; charset=utf-8`)];
    },
  },
  {
    id: "accept-pretty",
    title: "accepts the body with line breaks and indentation",
    basis: "policy",
    rule: RULE.jsonWhitespace,
    expect: "accepted",
    requests: (seed) => {
      if (!takesObject(seed)) return [];
      return [
        withBody(seed.request, `${JSON.stringify(seed.body, undefined, "\t").replaceAll("\n", "\r\n")}\r\n`),
      ];
    },
  },
  {
    id: "accept-reordered",
    title: "accepts the body's properties in any order",
    basis: "policy",
    rule: RULE.jsonOrder,
    expect: "accepted",
    requests: reordered,
  },
  {
    id: "accept-upper-case-headers",
    title: "accepts header names in capitals",
    basis: "policy",
    rule: RULE.fieldNames,
    expect: "accepted",
    requests: ({ request }) => [
      { ...request, headers: request.headers.map(([name, value]) => [name.toUpperCase(), value] as const) },
    ],
  },
  {
    id: "accept-without-type",
    title: "accepts the body without @odata.type",
    basis: "policy",
    rule: RULE.odataType,
    expect: "accepted",
    requests: (seed) => {
      if (!takesObject(seed) || typeof seed.body["@odata.type"] !== "string") return [];
      const { "@odata.type": _type, ...rest } = seed.body;
      return [withBody(seed.request, JSON.stringify(rest))];
    },
  },
  {
    id: "accept-compressed",
    title: "answers a client that takes compressed answers",
    basis: "policy",
    rule: RULE.acceptEncoding,
    expect: "accepted",
    requests: ({ request }) => [withField(request, "Accept-Encoding", "gzip, deflate, br")],
  },
  {
    id: "accept-lower-case-scheme",
    title: "accepts the scheme as 'bearer'",
    basis: "advisory",
    rule: RULE.authScheme,
    expect: "accepted",
    requests: ({ request }) => {
      const value = headerValue(request.headers, "authorization");
      return value === undefined
        ? []
        : [withField(request, "Authorization", value.replace(/^Bearer/, "bearer"))];
    },
  },
];

/**
 * The properties backwards. A body with a single one has no order, so it is sent with the key property added (the page's table names it
 * among those of the request), both ways round and with a value of its own each time.
 */
function reordered(seed: Seed): readonly PlannedRequest[] {
  if (!takesObject(seed)) return [];
  const entries = Object.entries(seed.body);
  if (entries.length > 1)
    return [withBody(seed.request, JSON.stringify(Object.fromEntries(entries.toReversed())))];
  const key = seed.requestSchema.keyProperty;
  const only = entries[0];
  if (seed.operation.method !== "POST" || key === undefined || !only || only[0] === key) return [];
  if (!seed.requestSchema.properties.get(key)?.["x-source"]) return [];
  return [true, false].map((first) => {
    const added = [key, seed.guid()] as const;
    return withBody(seed.request, JSON.stringify(Object.fromEntries(first ? [added, only] : [only, added])));
  });
}
