import type { PlannedRequest } from "../../http/message.ts";
import { type PolicyCase, takesObject, withBody, withField } from "./case.ts";
import { RULE } from "./rules.ts";

/** A path segment and a type that no API has. */
const UNKNOWN_SEGMENT = "graphContractsUnknownSegment";
const UNKNOWN_TYPE = "#microsoft.graph.graphContractsUnknownType";

/** Requests that are wrong in one way each, and so must be refused. */
export const REFUSALS: readonly PolicyCase[] = [
  {
    id: "refuse-no-token",
    title: "refuses a request without a token with 401",
    basis: "policy",
    rule: RULE.graphErrors,
    everywhere: true,
    expect: [401],
    requests: ({ request }) => [withField(request, "Authorization", undefined)],
  },
  {
    id: "refuse-other-scheme",
    title: "refuses another authentication scheme with 401",
    basis: "policy",
    rule: RULE.bearer,
    everywhere: true,
    expect: [401],
    requests: ({ request }) => [withField(request, "Authorization", "Basic dXNlcjpwYXNzd29yZA==")],
  },
  {
    id: "refuse-empty-token",
    title: "refuses an empty bearer token with 401",
    basis: "policy",
    rule: RULE.bearer,
    expect: [401],
    requests: ({ request }) => [withField(request, "Authorization", "Bearer ")],
  },
  {
    id: "refuse-malformed-body",
    title: "refuses a malformed body with 400",
    basis: "policy",
    rule: RULE.badRequest,
    expect: [400],
    requests: (seed) => {
      if (!takesObject(seed)) return [];
      const text = JSON.stringify(seed.body);
      const bodies = ['{"@odata.type" "x"', `${text} trailing`, text.replace(/\}$/, ",}")];
      return bodies.map((body) => withBody(seed.request, body));
    },
  },
  {
    id: "refuse-truncated-body",
    title: "refuses a body that ends too early with 400",
    basis: "policy",
    rule: RULE.badRequest,
    expect: [400],
    requests: (seed) => (takesObject(seed) ? [withBody(seed.request, cut(JSON.stringify(seed.body)))] : []),
  },
  {
    id: "refuse-empty-body",
    title: "refuses an empty body with 400",
    basis: "policy",
    rule: RULE.jsonText,
    expect: [400],
    requests: (seed) => (takesObject(seed) ? [withBody(seed.request, undefined)] : []),
  },
  {
    id: "refuse-scalar-body",
    title: "refuses a scalar as the body with 400",
    basis: "policy",
    rule: RULE.odataEntity,
    expect: [400],
    requests: (seed) =>
      takesObject(seed) ? ["42", '"text"', "null"].map((body) => withBody(seed.request, body)) : [],
  },
  {
    id: "refuse-array-body",
    title: "refuses an array as the body with 400",
    basis: "policy",
    rule: RULE.odataEntity,
    expect: [400],
    requests: (seed) => (takesObject(seed) ? [withBody(seed.request, JSON.stringify([seed.body]))] : []),
  },
  {
    id: "refuse-wrong-type",
    title: "refuses another @odata.type with 400",
    basis: "policy",
    rule: RULE.odataType,
    expect: [400],
    requests: (seed) => {
      if (!takesObject(seed) || typeof seed.body["@odata.type"] !== "string") return [];
      return [UNKNOWN_TYPE, 17].map((type) =>
        withBody(seed.request, JSON.stringify({ ...seed.body, "@odata.type": type })),
      );
    },
  },
  {
    id: "refuse-media-type",
    title: "refuses another media type with 400 or 415",
    basis: "policy",
    rule: RULE.unsupportedMediaType,
    expect: [400, 415],
    requests: (seed) =>
      takesObject(seed)
        ? ["text/plain", "application/xml"].map((type) => withField(seed.request, "Content-Type", type))
        : [],
  },
  {
    id: "refuse-no-media-type",
    title: "refuses a body without a media type with 400 or 415",
    basis: "advisory",
    rule: RULE.unsupportedMediaType,
    expect: [400, 415],
    requests: (seed) => (takesObject(seed) ? [withField(seed.request, "Content-Type", undefined)] : []),
  },
  {
    id: "refuse-unknown-path",
    title: "refuses a path that is not documented",
    basis: "policy",
    rule: RULE.notFound,
    expect: "4xx",
    mayReadBack: true,
    requests: ({ request, operation }) => {
      if (/[)$]/.test(operation.path) || operation.method !== "POST") return [];
      const [path = "", ...query] = request.path.split("?");
      const search = query.length > 0 ? `?${query.join("?")}` : "";
      // Not in front of the path: a server may serve its API below any prefix. After a parameter the longer segment would be another value of it.
      const others = [`${path}/${UNKNOWN_SEGMENT}`, ...(operation.path.endsWith("}") ? [] : [`${path}X`])];
      const posts = others.map((other) => ({ ...request, path: other + search }));
      return [...posts, { ...asRead(request), path: `${path}/${UNKNOWN_SEGMENT}` }];
    },
  },
  {
    id: "refuse-undocumented-method",
    title: "refuses a method that is not documented",
    basis: "policy",
    rule: RULE.methodNotAllowed,
    expect: "4xx",
    mayReadBack: true,
    // PUT and PATCH with what was just created, and GET, destroy nothing where another page documents them; DELETE would, and is never tried.
    requests: ({ request, operation }) => {
      if (operation.method !== "POST") return [];
      const methods = [{ ...request, method: "PUT" }, { ...request, method: "PATCH" }, asRead(request)];
      return methods.filter(({ method }) => !operation.siblings.includes(method));
    },
  },
];

/** The request as a GET: without its body and what describes that. */
function asRead(request: PlannedRequest): PlannedRequest {
  const { body: _body, bodyEncoding: _encoding, ...rest } = request;
  return { ...rest, method: "GET", headers: request.headers.filter(([name]) => !/^content-/i.test(name)) };
}

/** JSON text without its end: inside the last string, where there is one. */
function cut(text: string): string {
  return text.slice(0, text.length > 2 ? -2 : -1);
}
