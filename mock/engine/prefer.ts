/** What a client asks for with `Prefer` (RFC 7240): OData's `return` and `odata.maxpagesize`, and the mock's own `code`, `delay` and `dynamic`. */
export interface Preferences {
  readonly minimal: boolean;
  readonly code: number | undefined;
  /** Milliseconds. */
  readonly delay: number;
  readonly dynamic: boolean;
  /** Items on a page at most. */
  readonly maxPageSize: number | undefined;
}

export const NO_PREFERENCES: Preferences = {
  minimal: false,
  code: undefined,
  delay: 0,
  dynamic: false,
  maxPageSize: undefined,
};

/** A minute: a client that wants to see its own time-out needs no more. */
const LONGEST_DELAY = 60_000;

export function readPreferences(header: string | undefined): Preferences {
  if (header === undefined) return NO_PREFERENCES;
  const given = new Map<string, string>();
  for (const part of header.split(/[,;]/)) {
    const [name = "", value = ""] = part.split("=", 2);
    given.set(name.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/, "$1"));
  }
  const code = Number(given.get("code"));
  const delay = Number(given.get("delay"));
  return {
    minimal: given.get("return")?.toLowerCase() === "minimal",
    code: Number.isInteger(code) && code >= 200 && code <= 599 ? code : undefined,
    delay: delay > 0 ? Math.min(delay, LONGEST_DELAY) : 0,
    dynamic: given.get("dynamic")?.toLowerCase() === "true",
    maxPageSize: pageSize(given.get("odata.maxpagesize") ?? given.get("maxpagesize")),
  };
}

/** What is no number of items is left aside, as preferences may be. */
function pageSize(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}
