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
