/** Opaque tokens of links: base64url (RFC 4648, section 5) of JSON, so that a link goes on by itself after a restart. */
import type { JsonValue } from "../../spec/openapi/index.ts";

export function sealToken(value: JsonValue): string {
  let binary = "";
  for (const byte of new TextEncoder().encode(JSON.stringify(value))) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Undefined for a token that the mock did not give. */
export function openToken(token: string): JsonValue | undefined {
  if (!/^[\w-]+$/.test(token)) return undefined;
  try {
    const binary = atob(token.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as JsonValue;
  } catch {
    return undefined;
  }
}
