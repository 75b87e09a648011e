import { UsageError } from "./io.ts";

const EXAMPLE = "such as http://127.0.0.1:4010/beta";

export function isUrl(text: string | undefined): boolean {
  return text !== undefined && /^https?:\/\//i.test(text);
}

/** The base that the paths of the description are below. `name` is what `--help` calls it. */
export function parseBaseUrl(text: string | undefined, name: string): URL {
  if (text === undefined) throw new UsageError(`${name} is missing: the base of the server, ${EXAMPLE}`);
  if (!isUrl(text) || !URL.canParse(text))
    throw new UsageError(
      `'${text}' is not an http:// or https:// URL; give the base of the server, ${EXAMPLE}`,
    );
  const url = new URL(text);
  if (url.username || url.password) throw new UsageError("the URL must not hold a user name or password");
  if (url.search || url.hash)
    throw new UsageError("the URL is a base for paths: it cannot have a query or a fragment");
  return url;
}

/** A sentence where the URL lacks the version that the pages' own base ends in, or has it twice. Servers may live anywhere, so it is no error. */
export function baseUrlHint(url: URL, servers: readonly { readonly url: string }[]): string | undefined {
  const versions = servers
    .map((server) =>
      (URL.canParse(server.url) ? new URL(server.url).pathname : server.url)
        .split("/")
        .filter(Boolean)
        .at(-1),
    )
    .filter((version) => version !== undefined);
  const segments = url.pathname.split("/").filter(Boolean);
  const last = segments.at(-1);
  const [version] = versions;
  if (version === undefined) return undefined;
  const base = (parts: readonly string[]): string => `${url.origin}/${parts.join("/")}`;
  if (last !== undefined && versions.includes(last)) {
    return segments.at(-2) === last
      ? `the URL ends in /${last} twice; did you mean ${base(segments.slice(0, -1))}?`
      : undefined;
  }
  return `the pages' own base ends in /${versions.join(" or /")}, and ${url.href} does not; did you mean ${base([...segments, version])}?`;
}
