/** A media type without its parameters, in lower case: `application/json` (RFC 9110 8.3.1). Undefined where it is none. */
export function essence(value: string | undefined): string | undefined {
  const match = /^\s*([!#$%&'*+.^_`|~0-9a-z-]+\/[!#$%&'*+.^_`|~0-9a-z-]+)\s*(?:;|$)/i.exec(value ?? "");
  return match?.[1]?.toLowerCase();
}

/** `application/json`, or one of the `+json` types of RFC 6839. */
export function isJsonType(type: string | undefined): boolean {
  return type === "application/json" || type?.endsWith("+json") === true;
}
