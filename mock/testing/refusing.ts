import { describe, expect, it } from "vitest";
import { type OpenForm, openStage } from "./stage.ts";

const TYPES_OF_TEXT = { "content-type": "text/plain" };
const CREATE = "POST /beta/me/contacts";

/** What is sent, and the status and code that answer it. */
const REFUSALS: readonly [
  what: string,
  line: string,
  body: unknown,
  headers: Record<string, string | undefined>,
  status: number,
  code: string,
][] = [
  ["no token", CREATE, {}, { authorization: undefined }, 401, "InvalidAuthenticationToken"],
  ["another scheme", CREATE, {}, { authorization: "Basic dTpw" }, 401, "InvalidAuthenticationToken"],
  ["an empty token", CREATE, {}, { authorization: "Bearer" }, 401, "InvalidAuthenticationToken"],
  ["what is not JSON", CREATE, '{"displayName": "Ada"', {}, 400, "BadRequest"],
  ["an empty body", CREATE, undefined, {}, 400, "BadRequest"],
  ["a blank body", CREATE, " \n", {}, 400, "BadRequest"],
  ["a list", CREATE, [{}], {}, 400, "BadRequest"],
  ["null", CREATE, "null", {}, 400, "BadRequest"],
  ["a property of no such type", CREATE, { shoeSize: 43 }, {}, 400, "RequestBodyRead"],
  ["a type that does not exist", CREATE, { "@odata.type": "#no.such" }, {}, 400, "Request_BadRequest"],
  ["a type that is no text", CREATE, { "@odata.type": { toString: 1 } }, {}, 400, "BadRequest"],
  ["another media type", CREATE, "{}", TYPES_OF_TEXT, 415, "UnsupportedMediaType"],
  ["an unknown segment", "POST /beta/me/shoes", {}, {}, 400, "BadRequest"],
  ["another version", "POST /v9/me/contacts", {}, {}, 400, "BadRequest"],
  ["another method", "PUT /beta/me/contacts", {}, {}, 405, "methodNotAllowed"],
  ["a batch in a GET", "GET /beta/$batch", undefined, {}, 405, "methodNotAllowed"],
  ["a filter that is none", "GET /beta/me/contacts?$filter=)(", undefined, {}, 400, "BadRequest"],
  ["a broken escape", "GET /beta/me/contacts/%E0%A4%A", undefined, {}, 400, "BadRequest"],
];

export function refusing(open: OpenForm): void {
  const stage = openStage(open);
  const { send, mock } = stage;

  it.each(REFUSALS)("refuses %s", async (_, line, body, headers, status, code) => {
    const answer = await send(line, body, headers);
    expect([answer.status, answer.error.code]).toEqual([status, code]);
    expect(answer.headers.get("content-type")).toMatch(/^application\/json(?:;|$)/);
    expect(answer.error).toMatchObject({
      message: expect.stringMatching(/./),
      innerError: {
        date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
        "request-id": answer.headers.get("request-id"),
        "client-request-id": answer.headers.get("client-request-id"),
      },
    });
    expect(mock.state.size).toBe(0);
    expect(mock.log.entries().at(-1)?.reason).toMatch(/./);
  });

  it("says where a token is to be got, and which methods there are", async () => {
    const anonymous = await send(CREATE, {}, { authorization: undefined });
    expect(anonymous.headers.get("www-authenticate")).toMatch(/^Bearer realm="", authorization_uri="https:/);
    expect((await send("PUT /beta/me/contacts", {})).headers.get("allow")).toBe("GET, POST");
  });

  it("refuses a body of more than 4 MB", async () => {
    const answer = await send(CREATE, { displayName: "x".repeat(4 * 1024 * 1024) });
    expect(answer.status).toBe(413);
    expect((await send(CREATE, { displayName: "x" })).status).toBe(201);
  });

  it("keeps tokens out of its log", async () => {
    await send(`${CREATE}?access_token=secret-token`, {}, { authorization: "Bearer secret-token" });
    expect(JSON.stringify(mock.log.entries())).not.toContain("secret-token");
  });

  describe("by scope", () => {
    const { send } = openStage(open, { auth: "scopes" });
    const LIST = "GET /beta/me/contacts";

    it.each([
      ["a delegated scope", { scp: "openid Contacts.Read" }, 200, undefined],
      ["an application's role", { roles: ["Contacts.Read"] }, 200, undefined],
      ["other scopes alone", { scp: "Mail.Read" }, 403, "Authorization_RequestDenied"],
      ["a token of the past", { scp: "Contacts.Read", exp: 1 }, 401, "InvalidAuthenticationToken"],
      ["a token for another audience", { scp: "Contacts.Read", aud: "x" }, 401, "InvalidAuthenticationToken"],
    ])("judges %s", async (_, claims, status, code) => {
      const answer = await send(LIST, undefined, { authorization: `Bearer ${token(claims)}` });
      expect(answer.status).toBe(status);
      expect(answer.json.error === undefined ? undefined : answer.error.code).toBe(code);
    });

    it("asks for no scope where the page names none", async () => {
      const answer = await send("POST /beta/me/profile", {}, { authorization: `Bearer ${token({})}` });
      expect(answer.status).toBe(201);
    });

    it("wants a JSON Web Token", async () => {
      const answer = await send(LIST, undefined, { authorization: "Bearer opaque" });
      expect(answer.error.message).toMatch(/^IDX14100: JWT is not well formed/);
    });
  });

  describe("where users are listed", () => {
    const ada = { id: "5ed9d3bd-b0f6-4a52-a32c-24c3b4bb8e9c", userPrincipalName: "ada@contoso.example" };
    const { send } = openStage(open, { users: [ada] });

    it("knows those alone", async () => {
      expect((await send("POST /beta/users/ada@contoso.example/contacts", {})).status).toBe(201);
      expect((await send("GET /beta/me/contacts")).json.value).toHaveLength(2);
      const stranger = await send("POST /beta/users/nobody@contoso.example/contacts", {});
      expect([stranger.status, stranger.error.code]).toEqual([404, "Request_ResourceNotFound"]);
      expect(stranger.error.message).toContain("'nobody@contoso.example'");
    });
  });
}

/** A JSON Web Token with these claims, and no signature worth the name. */
function token(claims: object): string {
  const encode = (value: object): string => btoa(JSON.stringify(value)).replace(/=+$/, "");
  return `${encode({ alg: "RS256", typ: "JWT" })}.${encode(claims)}.c2lnbmF0dXJl`;
}
