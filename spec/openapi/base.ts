import type { OpenApiDocument } from "./document.ts";

/** The path and query of a request's target, which is a whole URL where the client takes us for a forward proxy (RFC 9112 3.2.2). */
export function originForm(target: string): string {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, "");
  return path === "" || path.startsWith("?") ? `/${path}` : path;
}

/** What a path may begin with before its documented part: the upstream's own path, or where it has none those of the described servers. */
export function basesOf(upstream: URL, document: OpenApiDocument): readonly string[] {
  const own = upstream.pathname.replace(/\/+$/, "");
  if (own !== "") return [own];
  const described = document.servers.map(({ url }) => {
    const path = url.replace(/^[a-z][a-z+.-]*:\/\/[^/]*/i, "").replace(/\/+$/, "");
    return path.startsWith("/") ? path : "";
  });
  return [...new Set([...described, ""])];
}

/** The documented part of a path; undefined where it begins with none of the bases. */
export function relativePath(path: string, bases: readonly string[]): string | undefined {
  const lower = path.toLowerCase();
  const base = bases.find((one) => lower.startsWith(`${one.toLowerCase()}/`));
  return base === undefined ? undefined : path.slice(base.length);
}
