/**
 * The page at `/_mock/`: what happens, what is kept, what goes wrong next, and the reference. Nothing served here holds data, so it
 * is open to whoever may ask for a token; the data come from the JSON beside it.
 */
import { PAGE, REFERENCE } from "./document.ts";
import { SCRIPT } from "./script/index.ts";
import { REFERENCE_SCRIPT } from "./script/reference.ts";
import { STYLE } from "./style.ts";

export interface Asset {
  /** Its media type. */
  readonly type: string;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/** Files that are too large to be code, by name; a mock without them has a page without the reference. */
export type Assets = (name: string) => Promise<Asset | undefined>;

/** The asset that the reference is shown with: Scalar's standalone script. */
export const REFERENCE_ASSET = "api-reference.js";

const HTML = "text/html; charset=utf-8";
const JAVASCRIPT = "text/javascript; charset=utf-8";

const FILES: Readonly<Record<string, Asset>> = {
  "/_mock/": { type: HTML, body: PAGE },
  "/_mock/page.css": { type: "text/css; charset=utf-8", body: STYLE },
  "/_mock/page.js": { type: JAVASCRIPT, body: SCRIPT },
  "/_mock/reference": { type: HTML, body: REFERENCE },
  "/_mock/reference.js": { type: JAVASCRIPT, body: REFERENCE_SCRIPT },
};

/** Scalar's component writes style elements; nothing else may come from anywhere but this server. */
const POLICY = {
  page: "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  reference:
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
};

/** The file that a path below `/_mock` names; undefined where it names none of the page's. */
export async function servePage(request: Request, assets: Assets | undefined): Promise<Response | undefined> {
  if (request.method !== "GET" && request.method !== "HEAD") return undefined;
  const { pathname } = new URL(request.url);
  // The page's addresses are relative to a folder.
  if (pathname === "/_mock") return new Response(null, { status: 308, headers: { Location: "/_mock/" } });
  const file = Object.hasOwn(FILES, pathname) ? FILES[pathname] : undefined;
  if (file) return answer(file, pathname === "/_mock/reference" ? POLICY.reference : POLICY.page);
  const name = pathname.startsWith("/_mock/assets/") ? pathname.slice("/_mock/assets/".length) : undefined;
  const asset = name === undefined ? undefined : await assets?.(name);
  return asset && answer(asset, POLICY.reference);
}

function answer({ type, body }: Asset, policy: string): Response {
  return new Response(body, {
    headers: {
      "Content-Type": type,
      "Content-Security-Policy": policy,
      "Cache-Control": "no-cache",
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "no-referrer",
    },
  });
}
