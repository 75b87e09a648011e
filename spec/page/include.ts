/** `[!INCLUDE [permissions-table](../includes/permissions/NAME.md)]` (Docs Markdown): tables that live in files of their own. */

/** A file that a page includes; `includes` are its own. */
export interface IncludeSource {
  /** The file's name in places and diagnostics. */
  readonly name: string;
  readonly text: string;
  /** By the address as the page writes it. */
  readonly includes?: Readonly<Record<string, IncludeSource>>;
}

export interface IncludeReference {
  readonly address: string;
  /** The line within the text, from 0. */
  readonly line: number;
  /** The include is said to hold a permission table, so that a page without it lacks its scopes. */
  readonly isPermissions: boolean;
}

/** An include in an include in an include: more than any page needs. */
export const DEEPEST_INCLUDE = 4;

/** Includes that may hold tables. Disclaimers, notes and sample code matter to nobody here. */
export function tableIncludes(text: string): IncludeReference[] {
  if (!/\[!INCLUDE/i.test(text)) return [];
  const found: IncludeReference[] = [];
  for (const [line, raw] of text.split("\n").entries()) {
    for (const match of raw.matchAll(/\[!INCLUDE\s*\[([^\][]*)\]\(\s*([^()\s]+)\s*\)\s*\]/gi)) {
      const [, label = "", address = ""] = match;
      if (!/\.(?:md|markdown)$/i.test(address) || /snippets?\//i.test(address) || /^[a-z]+:/i.test(address))
        continue;
      const isPermissions = /^permissions?-table$/i.test(label) || /[/\\]permissions[/\\]/i.test(address);
      if (isPermissions || /table|propert|parameter|header/i.test(`${label} ${address}`))
        found.push({ address, line, isPermissions });
    }
  }
  return found;
}
