import { Buffer } from "node:buffer";
import { graphError, JSON_TYPE, json, PROFILE, type Request, reference } from "../reference.ts";
import { type BenchServer, instead, isCreate, lenient, onRefusal, parsed } from "./server.ts";

const DOCUMENTED = Buffer.from(JSON.stringify({ "@odata.type": PROFILE }));
const withToken = (request: Request) => ({ ...request.headers, authorization: "Bearer token" });
const hasToken = ({ headers }: Request): boolean => /^Bearer \S/i.test(headers.authorization ?? "");

/** A server that takes some wrong bodies for the documented one. */
function takes(when: (request: Request) => boolean): BenchServer["behaviour"] {
  return lenient((request) => (hasToken(request) && when(request) ? { body: DOCUMENTED } : {}), reference);
}

/** Servers that take what they should refuse, or refuse what they should take. */
export const FAULTY_REQUESTS: readonly BenchServer[] = [
  {
    id: "no-auth",
    does: "asks for no token",
    behaviour: lenient((r) => ({ headers: withToken(r) }), reference),
    fails: ["refuse-no-token", "refuse-other-scheme", "refuse-empty-token"],
  },
  {
    id: "token-optional",
    does: "checks the token only where there is one",
    behaviour: lenient(
      (r) => (r.headers.authorization === undefined ? { headers: withToken(r) } : {}),
      reference,
    ),
    fails: ["refuse-no-token"],
  },
  {
    id: "any-scheme",
    does: "takes any authentication scheme",
    behaviour: lenient(
      (r) => (/^\w+ \S/.test(r.headers.authorization ?? "") ? { headers: withToken(r) } : {}),
      reference,
    ),
    fails: ["refuse-other-scheme"],
  },
  {
    id: "empty-token",
    does: "takes an empty bearer token",
    behaviour: lenient(
      (r) => (/^Bearer\s*$/i.test(r.headers.authorization ?? "") ? { headers: withToken(r) } : {}),
      reference,
    ),
    fails: ["refuse-empty-token"],
  },
  {
    id: "users-without-token",
    does: "asks for a token on /me only",
    behaviour: lenient(
      (r) => (r.path.startsWith("/beta/users/") ? { headers: withToken(r) } : {}),
      reference,
    ),
    fails: ["refuse-no-token", "refuse-other-scheme", "refuse-empty-token"],
  },
  {
    id: "forbidden",
    does: "answers 403 without a token",
    behaviour: onRefusal((r) => (r.status === 401 ? { ...r, status: 403 } : r)),
    fails: ["refuse-no-token", "refuse-other-scheme", "refuse-empty-token"],
  },
  {
    id: "login-redirect",
    does: "redirects to a login page without a token",
    behaviour: onRefusal((r) =>
      r.status === 401 ? { status: 302, headers: { location: "https://login.example/" }, body: "" } : r,
    ),
    fails: ["refuse-no-token", "refuse-other-scheme", "refuse-empty-token"],
  },
  {
    id: "error-status-200",
    does: "answers refusals with 200",
    behaviour: onRefusal((r) => ({ ...r, status: 200 })),
    fails: ["refuse-no-token", "refuse-malformed-body", "refuse-unknown-path", "refuse-undocumented-method"],
    mayFail: ["*"],
  },
  {
    id: "malformed-accepted",
    does: "takes a malformed body",
    behaviour: takes((r) => parsed(r) === undefined && r.body.length > 0),
    fails: ["refuse-malformed-body", "refuse-truncated-body"],
  },
  {
    id: "truncated-accepted",
    does: "mends a body that ends too early",
    behaviour: takes((r) => parsed(r) === undefined && r.body.toString().startsWith('{"@odata.type":"#')),
    fails: ["refuse-truncated-body"],
    mayFail: ["refuse-malformed-body"],
  },
  {
    id: "prefix-parsed",
    does: "ignores what follows the JSON",
    behaviour: takes((r) => r.body.toString().startsWith('{"@odata.type":"#microsoft.graph.profile"}')),
    fails: ["refuse-malformed-body"],
  },
  {
    id: "empty-accepted",
    does: "takes an empty body",
    behaviour: takes((r) => r.body.length === 0),
    fails: ["refuse-empty-body"],
  },
  {
    id: "scalar-accepted",
    does: "takes a scalar as the body",
    behaviour: takes((r) => ["number", "string"].includes(typeof parsed(r))),
    fails: ["refuse-scalar-body"],
  },
  {
    id: "null-accepted",
    does: "takes null as the body",
    behaviour: takes((r) => parsed(r) === null),
    fails: ["refuse-scalar-body"],
  },
  {
    id: "array-accepted",
    does: "takes an array as the body",
    behaviour: takes((r) => Array.isArray(parsed(r))),
    fails: ["refuse-array-body"],
  },
  {
    id: "any-type",
    does: "takes any @odata.type",
    behaviour: takes(
      (r) => typeof (parsed(r) as Record<string, unknown> | null)?.["@odata.type"] === "string",
    ),
    fails: ["refuse-wrong-type"],
  },
  {
    id: "any-media-type",
    does: "takes any media type",
    behaviour: lenient((r) => ({ headers: { ...r.headers, "content-type": "application/json" } }), reference),
    fails: ["refuse-media-type"],
  },
  {
    id: "media-type-406",
    does: "answers another media type with 406",
    behaviour: onRefusal((r) => (r.status === 415 ? { ...r, status: 406 } : r)),
    fails: ["refuse-media-type"],
  },
  {
    id: "malformed-422",
    does: "answers bad bodies with 422",
    behaviour: onRefusal((r) => (r.status === 400 ? { ...r, status: 422 } : r)),
    fails: [
      "refuse-malformed-body",
      "refuse-truncated-body",
      "refuse-empty-body",
      "refuse-scalar-body",
      "refuse-array-body",
      "refuse-wrong-type",
    ],
  },
  {
    id: "malformed-500",
    does: "breaks on a malformed body",
    behaviour: instead(
      (r) => isCreate(r) && hasToken(r) && r.body.length > 0 && parsed(r) === undefined,
      () => graphError(500, "InternalServerError", "Unexpected token."),
    ),
    fails: ["refuse-malformed-body", "refuse-truncated-body"],
  },
  {
    id: "null-500",
    does: "breaks on null as the body",
    behaviour: instead(
      (r) => isCreate(r) && hasToken(r) && parsed(r) === null,
      () => graphError(500, "InternalServerError", "Cannot read properties of null."),
    ),
    fails: ["refuse-scalar-body"],
  },
  {
    id: "any-path",
    does: "creates at any path",
    behaviour: lenient(() => ({ path: "/beta/me/profile" }), reference),
    fails: ["refuse-unknown-path"],
  },
  {
    id: "path-prefix",
    does: "creates at any path that begins with the documented one",
    behaviour: lenient(
      (r) => ({ path: r.path.replace(/^(\/beta\/(?:me|users\/[^/]+)\/profile).*$/, "$1") }),
      reference,
    ),
    fails: ["refuse-unknown-path"],
  },
  {
    id: "path-suffix",
    does: "creates at any path that ends with the documented one",
    behaviour: lenient((r) => (r.path.endsWith("/profile") ? { path: "/beta/me/profile" } : {}), reference),
    fails: ["refuse-unknown-path"],
  },
  {
    id: "unknown-path-500",
    does: "breaks on an unknown path",
    behaviour: onRefusal((r) => (r.status === 404 ? { ...r, status: 500 } : r)),
    fails: ["refuse-unknown-path"],
  },
  {
    id: "any-method",
    does: "creates with any method",
    behaviour: lenient(
      (r) => ({
        method: "POST",
        ...(r.body.length === 0 && r.method !== "POST"
          ? { body: DOCUMENTED, headers: { ...r.headers, "content-type": "application/json" } }
          : {}),
      }),
      reference,
    ),
    fails: ["refuse-undocumented-method"],
  },
  {
    id: "put-creates",
    does: "creates with PUT too",
    behaviour: lenient((r) => (r.method === "PUT" ? { method: "POST" } : {}), reference),
    fails: ["refuse-undocumented-method"],
  },
  {
    id: "get-answers",
    does: "answers an empty object to GET",
    behaviour: instead(
      (r) => r.method === "GET" && hasToken(r),
      () => json(200, {}),
    ),
    fails: ["refuse-undocumented-method"],
    mayFail: ["refuse-unknown-path"],
  },
  {
    id: "method-500",
    does: "breaks on another method",
    behaviour: onRefusal((r) => (r.status === 405 ? { ...r, status: 500 } : r)),
    fails: ["refuse-undocumented-method"],
  },
  {
    id: "error-html",
    does: "answers refusals in HTML",
    behaviour: onRefusal((r) => ({ ...r, headers: { "content-type": "text/html" }, body: "<h1>No</h1>" })),
    fails: ["refuse-no-token", "refuse-malformed-body", "refuse-unknown-path"],
    mayFail: ["*"],
  },
  {
    id: "error-empty",
    does: "answers refusals without a body",
    behaviour: onRefusal((r) => ({ ...r, body: "" })),
    fails: ["refuse-no-token", "refuse-malformed-body"],
    mayFail: ["*"],
  },
  {
    id: "error-string",
    does: "answers an error that is a text",
    behaviour: onRefusal((r) => ({ ...r, body: JSON.stringify({ error: "invalid_token" }) })),
    fails: ["refuse-no-token", "refuse-malformed-body"],
    mayFail: ["*"],
  },
  {
    id: "error-without-code",
    does: "leaves the code of an error out",
    behaviour: onRefusal((r) => ({ ...r, body: JSON.stringify({ error: { message: "No." } }) })),
    fails: ["refuse-no-token", "refuse-malformed-body"],
    mayFail: ["*"],
  },
  {
    id: "error-code-number",
    does: "answers a number as an error's code",
    behaviour: onRefusal((r) => ({
      ...r,
      body: JSON.stringify({ error: { code: r.status, message: "No." } }),
    })),
    fails: ["refuse-no-token", "refuse-malformed-body"],
    mayFail: ["*"],
  },
  {
    id: "error-without-message",
    does: "leaves the message of an error out",
    behaviour: onRefusal((r) => ({ ...r, body: JSON.stringify({ error: { code: "BadRequest" } }) })),
    fails: ["refuse-no-token", "refuse-malformed-body"],
    mayFail: ["*"],
  },
  {
    id: "error-unwrapped",
    does: "answers code and message without error around them",
    behaviour: onRefusal((r) => ({ ...r, body: JSON.stringify({ code: "BadRequest", message: "No." }) })),
    fails: ["refuse-no-token", "refuse-malformed-body"],
    mayFail: ["*"],
  },
  {
    id: "error-list",
    does: "answers a list of errors",
    behaviour: onRefusal((r) => ({
      ...r,
      body: JSON.stringify({ errors: [{ code: "BadRequest", message: "No." }] }),
    })),
    fails: ["refuse-no-token", "refuse-malformed-body"],
    mayFail: ["*"],
  },
  {
    id: "error-media-type",
    does: "calls an error's JSON text/plain",
    behaviour: onRefusal((r) => ({ ...r, headers: { "content-type": "text/plain" } })),
    fails: ["refuse-no-token", "refuse-malformed-body"],
    mayFail: ["*"],
  },
  {
    id: "charset-refused",
    does: "refuses a charset parameter",
    behaviour: instead(
      (r) => isCreate(r) && hasToken(r) && /;/.test(r.headers["content-type"] ?? ""),
      () => graphError(415, "BadRequest", "Content-Type must be application/json."),
    ),
    fails: ["accept-charset"],
  },
  {
    id: "pretty-refused",
    does: "refuses white space in JSON",
    behaviour: instead(
      (r) => isCreate(r) && hasToken(r) && /\n/.test(r.body.toString()),
      () => graphError(400, "BadRequest", "Unable to read JSON request payload."),
    ),
    fails: ["accept-pretty"],
  },
  {
    id: "order-matters",
    does: "wants @odata.type first",
    behaviour: instead(
      (r) =>
        isCreate(r) &&
        hasToken(r) &&
        typeof parsed(r) === "object" &&
        /^\s*\{\s*"id"/.test(r.body.toString()),
      () => graphError(400, "BadRequest", "The annotation must come first."),
    ),
    fails: ["accept-reordered"],
  },
  {
    id: "type-demanded",
    does: "refuses a body without @odata.type",
    behaviour: instead(
      (r) => isCreate(r) && hasToken(r) && r.body.toString() === "{}",
      () => graphError(400, "BadRequest", "@odata.type is missing."),
    ),
    fails: ["accept-without-type"],
  },
  {
    id: "compression-406",
    does: "refuses a client that takes compressed answers",
    behaviour: instead(
      (r) => isCreate(r) && hasToken(r) && r.headers["accept-encoding"] !== undefined,
      () => graphError(406, "NotAcceptable", "No."),
    ),
    fails: ["accept-compressed"],
  },
  {
    id: "charset-exact",
    does: "answers another type's JSON to a charset",
    behaviour: instead(
      (r) => isCreate(r) && hasToken(r) && /charset/.test(r.headers["content-type"] ?? ""),
      () => ({ status: 201, headers: { "content-type": JSON_TYPE }, body: "{}" }),
    ),
    fails: ["accept-charset"],
  },
];
