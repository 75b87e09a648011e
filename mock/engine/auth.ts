/** Who may do what: bearer tokens (RFC 6750), and their scopes where they are asked for. Tokens are read, never verified. */
import type { Permissions } from "../../spec/openapi/index.ts";
import type { AuthMode } from "../options.ts";
import { isObject } from "../store/json.ts";
import { type GraphError, missingScope, unauthenticated } from "./graph-error.ts";

/** Undefined: the request may go on. */
export function refuseToken(
  mode: AuthMode,
  authorization: string | undefined,
  now: Date,
): GraphError | undefined {
  if (mode === "off") return undefined;
  if (authorization === undefined || authorization === "") {
    return unauthenticated(
      "Access token is empty.",
      "Unexpected request without Authorization, expected a bearer token",
    );
  }
  const token = bearerToken(authorization);
  if (token === undefined) {
    const why = "Unexpected authentication scheme, expected Bearer";
    return unauthenticated("Access token is empty.", why);
  }
  if (token === "")
    return unauthenticated("Access token is empty.", "Unexpected empty token, expected a bearer token");
  return mode === "scopes" ? refuseClaims(token, now) : undefined;
}

/** The scheme is compared without regard to case (RFC 9110, section 11.1); undefined for another scheme. */
function bearerToken(authorization: string): string | undefined {
  const match = /^bearer(?:$|[ \t]+(.*)$)/i.exec(authorization.trim());
  return match ? (match[1] ?? "").trim() : undefined;
}

const GRAPH_AUDIENCES = /^(?:00000003-0000-0000-c000-000000000000|https:\/\/graph\.microsoft\.com\/?)$/i;

function refuseClaims(token: string, now: Date): GraphError | undefined {
  const claims = readClaims(token);
  if (!claims) {
    const message =
      "IDX14100: JWT is not well formed, there are no dots (.).\nThe token needs to be in JWS or JWE Compact Serialization Format.";
    return unauthenticated(message, "Unexpected token, expected a JSON Web Token");
  }
  const seconds = now.getTime() / 1000;
  if (typeof claims.exp === "number" && claims.exp < seconds) {
    return unauthenticated(
      "Lifetime validation failed, the token is expired.",
      "Unexpected token: its 'exp' is past",
    );
  }
  if (typeof claims.aud === "string" && !GRAPH_AUDIENCES.test(claims.aud)) {
    const why = "Unexpected 'aud' of the token, expected that of Microsoft Graph";
    return unauthenticated("Access token validation failure. Invalid audience.", why);
  }
  return undefined;
}

/** Undefined where the token may do it, or where the page names no permissions. */
export function refuseScopes(
  permissions: Permissions | undefined,
  authorization: string | undefined,
): GraphError | undefined {
  if (!permissions) return undefined;
  const claims = readClaims(bearerToken(authorization ?? "") ?? "") ?? {};
  const scopes = typeof claims.scp === "string" ? claims.scp.split(" ") : [];
  const roles = Array.isArray(claims.roles) ? claims.roles : [];
  const delegated = [...permissions.delegatedWork, ...permissions.delegatedPersonal];
  if (delegated.length + permissions.application.length === 0) return undefined;
  if (scopes.some((scope) => delegated.includes(scope))) return undefined;
  if (roles.some((role) => typeof role === "string" && permissions.application.includes(role)))
    return undefined;
  return missingScope(
    `Unexpected scopes of the token, expected one of ${[...new Set([...delegated, ...permissions.application])].join(", ")}`,
  );
}

function readClaims(token: string): Record<string, unknown> | undefined {
  const parts = token.split(".");
  if (parts.length !== 3) return undefined;
  try {
    const text = atob((parts[1] ?? "").replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isObject(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}
