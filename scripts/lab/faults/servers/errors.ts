import { type BenchServer, onRefusal } from "./server.ts";

/** Servers whose errors do not have Graph's shape. */
export const FAULTY_ERRORS: readonly BenchServer[] = [
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
];
