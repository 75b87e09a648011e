/** What a page says of how its list is cut: sizes in the text of the operation and of `$top`, and the header that counts need. */
import type { Operation } from "../../spec/openapi/index.ts";
import type { Recorded } from "./recorded.ts";

export interface Listing {
  /** Items on a page where the client asks for no number. */
  readonly usualSize: number | undefined;
  readonly mostItems: number | undefined;
  /** Whether counts and other advanced queries need `ConsistencyLevel: eventual`. */
  readonly needsConsistency: boolean;
}

/** "The default page size is 100", "returns 10 items per page by default", "defaults to 20". */
const USUAL = [
  /\bdefault (?:page size|page length|number of \w+|limit|value|size)\b[^.\d]{0,40}?(\d{1,4})\b/i,
  /\bpage size\b[^.\d]{0,30}?(\d{1,4})\b[^.]{0,20}\bby default\b/i,
  /\bdefaults? (?:to|is|:)\s*(\d{1,4})\b/i,
  /\b(\d{1,4}) (?:\w+ ){1,3}per page by default\b/i,
  /\bby default,?[^.\d]{0,60}?(\d{1,4}) (?:\w+ ){0,3}(?:per page|at a time|are returned)/i,
];
/** "The maximum page size is 999", "a maximum value of 100", "maximum of 50 items". */
const MOST = [
  /\bmax(?:imum)? (?:page size|page length|number of \w+|limit|value|size)\b[^.\d]{0,40}?(\d{1,4})\b/i,
  /\bmaximum (?:is|of)\s+(\d{1,4})\b/i,
  /\bup to (\d{1,4}) (?:\w+ ){0,2}per page\b/i,
];

export function listingOf(operation: Operation | undefined, recorded: readonly Recorded[]): Listing {
  const parameters = operation?.parameters ?? [];
  const top = parameters.find(({ name }) => /^\$?top$/i.test(name));
  const said = [top?.description ?? "", operation?.description ?? ""];
  return {
    usualSize: sizeIn(said, USUAL),
    mostItems: sizeIn(said, MOST),
    needsConsistency:
      parameters.some(({ name, in: where }) => where === "header" && isConsistency(name)) ||
      (operation?.["x-request-headers"] ?? []).some(({ name }) => isConsistency(name)) ||
      recorded.some(({ request }) => request.headers.some(([name]) => isConsistency(name))),
  };
}

function isConsistency(name: string): boolean {
  return name.toLowerCase() === "consistencylevel";
}

function sizeIn(texts: readonly string[], patterns: readonly RegExp[]): number | undefined {
  for (const text of texts) {
    for (const pattern of patterns) {
      const size = Number(pattern.exec(text)?.[1]);
      if (size > 0) return size;
    }
  }
  return undefined;
}
