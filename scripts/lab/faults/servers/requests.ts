import { Buffer } from "node:buffer";
import { graphError, json, PROFILE, type Request, reference } from "../reference.ts";
import { type BenchServer, hasToken, instead, isCreate, lenient, onRefusal, parsed } from "./server.ts";

const DOCUMENTED = Buffer.from(JSON.stringify({ "@odata.type": PROFILE }));
const withToken = (request: Request) => ({ ...request.headers, authorization: "Bearer token" });

/** A server that takes some wrong bodies for the documented one. */
function takes(when: (request: Request) => boolean): BenchServer["behaviour"] {
  return lenient((request) => (hasToken(request) && when(request) ? { body: DOCUMENTED } : {}), reference);
}

/** Servers that take what they should refuse, or refuse it with the wrong status. */
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
];
