import { graphError, JSON_TYPE } from "../reference.ts";
import { type BenchServer, hasToken, instead, isCreate, parsed } from "./server.ts";

/** Servers that refuse what means the same as the documented request. */
export const FAULTY_EQUIVALENTS: readonly BenchServer[] = [
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
