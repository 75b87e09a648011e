/**
 * A bearer token that is well formed and valid nowhere, for targets that look at the form alone: an unsigned JSON Web Token (RFC 7519 6) for Graph's
 * audience, built here so that no file holds what looks like a secret.
 */
export function dummyToken(): string {
  const part = (value: object): string =>
    btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const header = part({ alg: "none", typ: "JWT" });
  const claims = part({ aud: "https://graph.microsoft.com", exp: 4102444800, sub: "graph-contracts" });
  return `${header}.${claims}.unsigned`;
}
