import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPublicField, isSecretName, REDACTED, redactJson, redactUrl } from "./secrets.ts";

const SECRET = [
  ...[
    "Authorization",
    "Proxy-Authorization",
    "Cookie",
    "Set-Cookie",
    "x-api-key",
    "X-ApiKey",
    "apiKey",
    "API_KEY",
  ],
  ...[
    "api-key",
    "apikey",
    "Ocp-Apim-Subscription-Key",
    "key",
    "access_token",
    "accessToken",
    "accesstoken",
    "id_token",
  ],
  ...[
    "client_secret",
    "clientSecret",
    "secretText",
    "password",
    "passwordProfile",
    "newPassword",
    "sig",
    "code",
  ],
  ...[
    "auth_code",
    "client_assertion",
    "keyCredentials",
    "credential",
    "auth",
    "sessionId",
    "session",
    "pin",
    "$skiptoken",
  ],
];
const PLAIN = [
  ...[
    "displayName",
    "postalCode",
    "countryCode",
    "keyword",
    "monkey",
    "author",
    "pinned",
    "assigned",
    "opinion",
  ],
  ...["Content-Type", "signInActivity", "codec", "keyId", "statusCode", "design", "spinning"],
];

describe("the names of secrets", () => {
  it.each(SECRET)("hold '%s'", (name) => expect(isSecretName(name)).toBe(true));
  it.each(PLAIN)("leave out '%s'", (name) => expect(isSecretName(name)).toBe(false));

  it("take every header of a user's own for one but those that say nothing", () => {
    expect(
      ["Accept", "PREFER", "ConsistencyLevel", "content-type", "client-request-id"].every(isPublicField),
    ).toBe(true);
    expect(isPublicField("X-Tenant")).toBe(false);
  });
});

describe("taking secrets out of a JSON text", () => {
  it.each([
    ['{"password":"canary","name":"a"}', `{"password":"${REDACTED}","name":"a"}`],
    ['{"passwordProfile":{"a":["canary",{"b":"canary"}]},"x":1}', `{"passwordProfile":"${REDACTED}","x":1}`],
    ['{"pin": 1234, "x": 2}', `{"pin": "${REDACTED}", "x": 2}`],
    ['{"a":{"token":"canary', `{"a":{"token":"${REDACTED}"`],
    ['{"error":{"code":"BadRequest","message":"m"}}', '{"error":{"code":"BadRequest","message":"m"}}'],
    ['{"code":"canary"}', `{"code":"${REDACTED}"}`],
    ['{"\\u0070in":"canary"}', `{"\\u0070in":"${REDACTED}"}`],
    ['{"token":"a\\"canary"}', `{"token":"${REDACTED}"}`],
    ["no json at all", "no json at all"],
  ])("%s", (text, expected) => expect(redactJson(text)).toBe(expected));

  it("finds a canary below any secret name in any JSON, and changes nothing else", () => {
    const tree = fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes("canary"));
    fc.assert(
      fc.property(
        fc.constantFrom("password", "apiKey", "client_secret", "sig"),
        tree,
        tree,
        (name, inside, beside) => {
          const text = JSON.stringify({ one: [{ [name]: { value: "canary", inside } }], two: 2 });
          const out = redactJson(text);
          expect(out).not.toContain("canary");
          expect(JSON.parse(out)).toEqual({ one: [{ [name]: REDACTED }], two: 2 });
          const plain = JSON.stringify({ one: beside });
          if (!/token|secret|pass|key|code|sig|pin|auth|session|cookie|cred|assert|pwd/i.test(plain))
            expect(redactJson(plain)).toBe(plain);
        },
      ),
    );
  });
});

describe("taking secrets out of a URL", () => {
  it.each([
    ["/me?code=canary&$top=5", `/me?code=${REDACTED}&$top=5`],
    ["https://x.example/a?sig=canary#f", `https://x.example/a?sig=${REDACTED}#f`],
    ["/me?access%5Ftoken=canary", `/me?access%5Ftoken=${REDACTED}`],
    ["/me/token/5", "/me/token/5"],
  ])("%s", (url, expected) => expect(redactUrl(url)).toBe(expected));
});
