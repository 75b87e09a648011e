import type { HeaderReader } from "./surroundings.ts";

export interface Address {
  /** Scheme, host and port. */
  readonly origin: string;
  /** With the version prefix, without the query. */
  readonly path: string;
  /** With its question mark, or empty. */
  readonly search: string;
}

/** The parts of an absolute URL. `URL` would do it too, at several times the cost, and would change what was sent. */
export function splitUrl(url: string): Address {
  const scheme = url.indexOf("://");
  const start = url.indexOf("/", scheme + 3);
  if (start < 0) return { origin: url, path: "/", search: "" };
  const hash = url.indexOf("#", start);
  const end = hash < 0 ? url.length : hash;
  const query = url.indexOf("?", start);
  if (query < 0 || query > end)
    return { origin: url.slice(0, start), path: url.slice(start, end), search: "" };
  return { origin: url.slice(0, start), path: url.slice(start, query), search: url.slice(query, end) };
}

/** Whether the mock itself is meant rather than the API: an absolute URL, or a path as a server receives it. */
export function isSteering(url: string): boolean {
  return url.startsWith("/_mock", url.startsWith("/") ? 0 : url.indexOf("/", url.indexOf("//") + 2));
}

/** The official client turns a paging link over http into `/beta/http://host/beta/...`: what was meant is the end of it. */
export function tolerated(path: string): string {
  return path.includes("/http:/") ? path.replace(/^\/.*\/https?:\/\/?[^/]+/, "") : path;
}

/** What proxies in front of the mock tell of the address that the client used. */
export interface Forwarded {
  /** Scheme, host and path prefix as the client knows them. */
  readonly origin: string;
  /** The path prefix, which a proxy may leave in the path or take off. */
  readonly prefix: string;
}

/** From `X-Forwarded-Host`, `-Proto` and `-Prefix`, or `Forwarded` (RFC 7239); of several proxies the first is the client's. */
export function forwardedAddress(origin: string, header: HeaderReader): Forwarded {
  const standard = header("forwarded");
  // Most requests come by no proxy.
  if (
    standard === undefined &&
    header("x-forwarded-host") === undefined &&
    header("x-forwarded-proto") === undefined &&
    header("x-forwarded-prefix") === undefined
  )
    return { origin, prefix: "" };
  const host = first(header("x-forwarded-host")) ?? parameter(standard, "host");
  const scheme = first(header("x-forwarded-proto")) ?? parameter(standard, "proto");
  const given = first(header("x-forwarded-prefix"));
  if (host === undefined && scheme === undefined && given === undefined) return { origin, prefix: "" };
  const separator = origin.indexOf("://");
  const sound = host !== undefined && /^[\w.-]+(?::\d+)?$|^\[[\da-f:.]+\](?::\d+)?$/i.test(host);
  const prefix = given !== undefined && /^(?:\/[\w.~-]+)+\/?$/.test(given) ? given.replace(/\/+$/, "") : "";
  const shownScheme = scheme !== undefined && /^https?$/i.test(scheme) ? scheme.toLowerCase() : undefined;
  const shownHost = sound ? host : origin.slice(separator + 3);
  return { origin: `${shownScheme ?? origin.slice(0, separator)}://${shownHost}${prefix}`, prefix };
}

function first(value: string | undefined): string | undefined {
  const [one = ""] = value?.split(",") ?? [];
  return one.trim() === "" ? undefined : one.trim();
}

function parameter(forwarded: string | undefined, name: string): string | undefined {
  const [one = ""] = forwarded?.split(",") ?? [];
  return new RegExp(`(?:^|;)\\s*${name}="?([^";]+)`, "i").exec(one)?.[1];
}
