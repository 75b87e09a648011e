/** Which part of a page a block stands in. Headings are hints: translated pages keep English names in anchors, tabs are no sections. */
import type { Block, Page } from "../page/index.ts";

export type SectionKind =
  | "permissions"
  | "request"
  | "headers"
  | "query"
  | "parameters"
  | "body"
  | "response"
  | "examples"
  | "properties"
  | "relationships"
  | "members"
  | "representation"
  | "annotations"
  | "methods"
  | "other";

export interface PlacedBlock {
  readonly block: Block;
  readonly section: SectionKind;
  /** Plain text of the nearest heading. */
  readonly heading: string;
  /** Plain text of the headings that the block stands under, innermost first. */
  readonly headings: readonly string[];
}

const KINDS: readonly (readonly [RegExp, SectionKind])[] = [
  [/^(?:permissions|prerequisites)/, "permissions"],
  [/^https?-(?:requests?|url|method)/, "request"],
  [/headers?$/, "headers"],
  [/query-(?:string-)?(?:parameters?|options?)/, "query"],
  [/^(?:function-|path-|action-|uri-|url-)*parameters?$/, "parameters"],
  [/^(?:request-body|body)/, "body"],
  [/^responses?$/, "response"],
  [/^examples?\b/, "examples"],
  [/^(?:relationships|navigation-properties)/, "relationships"],
  [/^propert(?:ies|y)/, "properties"],
  [/^(?:members|enum|values)/, "members"],
  [/^json-representation/, "representation"],
  [/^instance-a/, "annotations"],
  [/^(?:methods|tasks)/, "methods"],
];

export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
}

function kindOf(name: string): SectionKind | undefined {
  return KINDS.find(([pattern]) => pattern.test(name))?.[1];
}

/** Every block with the section it stands in; a heading that says nothing leaves the section of the one above it. */
export function placeBlocks(page: Page): PlacedBlock[] {
  const stack: { level: number; kind: SectionKind; text: string }[] = [];
  let heading = "";
  let headings: readonly string[] = [];
  let anchor: string | undefined;
  return page.blocks.map((block) => {
    if (block.kind !== "heading" || block.tab !== undefined || block.text === "") {
      if (block.kind === "heading" && block.text === "") anchor = block.anchor;
      return { block, section: stack.at(-1)?.kind ?? "other", heading, headings };
    }
    const kind = kindOf(slug(block.anchor ?? anchor ?? block.text)) ?? kindOf(slug(block.text));
    anchor = undefined;
    heading = block.text;
    while ((stack.at(-1)?.level ?? 0) >= block.level) stack.pop();
    const outer = stack.at(-1)?.kind ?? "other";
    // "Request" and "Response" below "Examples" stay examples.
    const section = outer === "examples" ? "examples" : (kind ?? outer);
    stack.push({ level: block.level, kind: section, text: block.text });
    headings = stack.map(({ text }) => text).reverse();
    return { block, section, heading, headings };
  });
}

/** Whether the page is a translation: its anchors keep other words than its headings. */
export function isLocalised(page: Page): boolean {
  let differing = 0;
  let total = 0;
  for (const block of page.blocks) {
    if (block.kind !== "heading" || block.anchor === undefined || block.text === "") continue;
    total += 1;
    if (slug(block.anchor) !== slug(block.text)) differing += 1;
  }
  return total > 0 && differing * 2 > total;
}
