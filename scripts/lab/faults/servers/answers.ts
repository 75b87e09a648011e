import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import { json, PROFILE } from "../reference.ts";
import { type BenchServer, instead, isCreate, onBody, onCreate } from "./server.ts";

const only = ["documented"] as const;

/** Servers whose answer to the documented request is wrong. */
export const FAULTY_ANSWERS: readonly BenchServer[] = [
  { id: "status-200", does: "answers 200", behaviour: onCreate((r) => ({ ...r, status: 200 })), fails: only },
  { id: "status-202", does: "answers 202", behaviour: onCreate((r) => ({ ...r, status: 202 })), fails: only },
  {
    id: "status-204",
    does: "answers 204 without a body",
    behaviour: onCreate(() => ({ status: 204, headers: {}, body: "" })),
    fails: only,
  },
  {
    id: "redirect",
    does: "redirects to another path",
    behaviour: onCreate((r) => ({
      ...r,
      status: 307,
      headers: { ...r.headers, location: "/beta/me/profile/" },
    })),
    fails: only,
  },
  {
    id: "see-other",
    does: "creates and answers 303",
    behaviour: onCreate(() => ({ status: 303, headers: { location: "/beta/me/profile/1" }, body: "" })),
    fails: only,
  },
  {
    id: "always-500",
    does: "breaks on a create",
    behaviour: onCreate(() => json(500, { error: { code: "InternalServerError", message: "Broken." } })),
    fails: only,
  },
  {
    id: "always-503",
    does: "is never available, without saying when",
    behaviour: instead(isCreate, () =>
      json(503, { error: { code: "ServiceUnavailable", message: "Busy." } }),
    ),
    fails: only,
    mayFail: ["*"],
  },
  {
    id: "users-path-missing",
    does: "knows /me only",
    behaviour: instead(
      ({ path }) => path.startsWith("/beta/users/"),
      () =>
        json(404, { error: { code: "BadRequest", message: "Resource not found for the segment 'users'." } }),
    ),
    fails: only,
    mayFail: ["*"],
  },
  {
    id: "users-path-missing-echo",
    does: "knows /me only and names the missing path",
    behaviour: instead(
      ({ path }) => path.startsWith("/beta/users/"),
      ({ path }) => json(404, { error: { code: "ResourceNotFound", message: `No resource at '${path}'.` } }),
    ),
    fails: only,
    mayFail: ["*"],
  },
  {
    id: "refuses-real-token",
    does: "refuses every token",
    behaviour: onCreate(() => json(401, { error: { code: "InvalidAuthenticationToken", message: "No." } })),
    fails: only,
  },
  {
    id: "text-plain",
    does: "calls its JSON text/plain",
    behaviour: onCreate((r) => ({ ...r, headers: { "content-type": "text/plain" } })),
    fails: only,
  },
  {
    id: "text-json",
    does: "calls its JSON text/json",
    behaviour: onCreate((r) => ({ ...r, headers: { "content-type": "text/json; charset=utf-8" } })),
    fails: only,
  },
  {
    id: "problem-json",
    does: "calls its JSON application/problem+json",
    behaviour: onCreate((r) => ({ ...r, headers: { "content-type": "application/problem+json" } })),
    fails: only,
  },
  {
    id: "no-content-type",
    does: "sends no Content-Type",
    behaviour: onCreate((r) => ({ ...r, headers: {} })),
    fails: only,
  },
  {
    id: "html",
    does: "answers a page of HTML",
    behaviour: onCreate((r) => ({
      ...r,
      headers: { "content-type": "text/html" },
      body: "<html><script>alert(1)</script></html>",
    })),
    fails: only,
  },
  {
    id: "empty-body",
    does: "answers 201 with an empty body",
    behaviour: onCreate((r) => ({ ...r, body: "" })),
    fails: only,
  },
  {
    id: "type-missing",
    does: "leaves @odata.type out",
    behaviour: onBody(({ id }) => ({ id })),
    fails: only,
  },
  {
    id: "type-number",
    does: "answers a number as @odata.type",
    behaviour: onBody((b) => ({ ...b, "@odata.type": 17 })),
    fails: only,
  },
  {
    id: "type-other",
    does: "answers another @odata.type",
    behaviour: onBody((b) => ({ ...b, "@odata.type": "#microsoft.graph.user" })),
    fails: only,
  },
  {
    id: "type-without-hash",
    does: "answers @odata.type without its '#'",
    behaviour: onBody((b) => ({ ...b, "@odata.type": "microsoft.graph.profile" })),
    fails: only,
  },
  {
    id: "type-case",
    does: "answers @odata.type in another case",
    behaviour: onBody((b) => ({ ...b, "@odata.type": "#Microsoft.Graph.Profile" })),
    fails: only,
  },
  {
    id: "type-null",
    does: "answers null as @odata.type",
    behaviour: onBody((b) => ({ ...b, "@odata.type": null })),
    fails: only,
  },
  {
    id: "type-renamed",
    does: "calls the type @odata.Type",
    behaviour: onBody(({ id }) => ({ "@odata.Type": PROFILE, id })),
    fails: only,
  },
  {
    id: "id-missing",
    does: "leaves id out",
    behaviour: onBody(() => ({ "@odata.type": PROFILE })),
    fails: only,
  },
  { id: "id-null", does: "answers null as id", behaviour: onBody((b) => ({ ...b, id: null })), fails: only },
  { id: "id-empty", does: "answers an empty id", behaviour: onBody((b) => ({ ...b, id: "" })), fails: only },
  {
    id: "id-blank",
    does: "answers a blank id",
    behaviour: onBody((b, { count }) => ({ ...b, id: " ".repeat(count) })),
    fails: only,
  },
  {
    id: "id-number",
    does: "answers a number as id",
    behaviour: onBody((b, { count }) => ({ ...b, id: count })),
    fails: only,
  },
  {
    id: "id-object",
    does: "answers an object as id",
    behaviour: onBody((b) => ({ ...b, id: { value: b.id } })),
    fails: only,
  },
  {
    id: "id-boolean",
    does: "answers true as id",
    behaviour: onBody((b) => ({ ...b, id: true })),
    fails: only,
  },
  {
    id: "id-renamed",
    does: "calls the id ID",
    behaviour: onBody(({ id, ...b }) => ({ ...b, ID: id })),
    fails: only,
  },
  { id: "array", does: "answers an array", behaviour: onBody((b) => [b]), fails: only },
  {
    id: "wrapped",
    does: "wraps the profile in value",
    behaviour: onBody((b) => ({ value: b })),
    fails: only,
  },
  {
    id: "wrapped-d",
    does: "wraps the profile in d, as OData 2 did",
    behaviour: onBody((b) => ({ d: b })),
    fails: only,
  },
  {
    id: "double-encoded",
    does: "encodes its JSON twice",
    behaviour: onBody((b) => JSON.stringify(b)),
    fails: only,
  },
  { id: "null-body", does: "answers null", behaviour: onBody(() => null), fails: only },
  {
    id: "echo",
    does: "echoes the request",
    behaviour: onCreate((r, { body }) => ({ ...r, body })),
    fails: only,
    mayFail: ["accept-without-type", "accept-reordered"],
  },
  {
    id: "error-with-201",
    does: "answers an error with 201",
    behaviour: onBody(() => ({ error: { code: "BadRequest", message: "No." } })),
    fails: only,
  },
  {
    id: "invalid-json",
    does: "answers JSON with single quotes",
    behaviour: onCreate((r) => ({ ...r, body: String(r.body).replaceAll('"', "'") })),
    fails: only,
    mayFail: ["new-id"],
  },
  {
    id: "trailing-comma",
    does: "answers JSON with a trailing comma",
    behaviour: onCreate((r) => ({ ...r, body: String(r.body).replace("}", ",}") })),
    fails: only,
  },
  {
    id: "trailing-garbage",
    does: "answers something behind its JSON",
    behaviour: onCreate((r) => ({ ...r, body: `${r.body}\n{}` })),
    fails: only,
  },
  {
    id: "xssi-prefix",
    does: "puts )]}' in front of its JSON",
    behaviour: onCreate((r) => ({ ...r, body: `)]}'\n${r.body}` })),
    fails: only,
  },
  {
    id: "byte-order-mark",
    does: "begins its JSON with a byte order mark",
    behaviour: onCreate((r) => ({ ...r, body: `\ufeff${r.body}` })),
    fails: only,
  },
  {
    id: "utf-16",
    does: "answers in UTF-16",
    behaviour: onCreate((r) => ({ ...r, body: Buffer.from(String(r.body), "utf16le") })),
    fails: only,
  },
  {
    id: "not-utf-8",
    does: "answers Latin-1 in its JSON",
    behaviour: onCreate((r) => ({
      ...r,
      body: Buffer.from(String(r.body).replace("}", ',"name":"caf\u00e9"}'), "latin1"),
    })),
    fails: only,
  },
  {
    id: "duplicate-name",
    does: "answers id twice",
    behaviour: onCreate((r) => ({ ...r, body: String(r.body).replace("}", ',"id":"other"}') })),
    fails: only,
    mayFail: ["new-id"],
  },
  {
    id: "cut-json",
    does: "answers half of its JSON as if it were all",
    behaviour: onCreate((r) => ({ ...r, body: String(r.body).slice(0, 30) })),
    fails: only,
  },
  {
    id: "false-gzip",
    does: "says gzip and does not compress",
    behaviour: onCreate((r) => ({ ...r, headers: { ...r.headers, "content-encoding": "gzip" } })),
    fails: only,
  },
  {
    id: "gzip-cut",
    does: "sends half of its gzip",
    behaviour: onCreate((r) => ({
      ...r,
      headers: { ...r.headers, "content-encoding": "gzip" },
      body: gzipSync(r.body).subarray(0, 40),
    })),
    fails: only,
  },
];
