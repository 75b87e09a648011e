/** Lists in query options: names between commas, each with options in parentheses (OData 4.01 URL conventions, section 5.1.3). */
export interface ListItem {
  readonly name: string;
  /** What stands in the parentheses after the name, undefined where there are none. */
  readonly options: string | undefined;
}

export function listItems(text: string): ListItem[] {
  return splitOutside(text, ",").flatMap((part) => {
    const [, name = "", options] = /^([^()]*)(?:\((.*)\))?\s*$/s.exec(part) ?? [];
    return name.trim() === "" ? [] : [{ name: name.trim(), options }];
  });
}

/** Splits where the mark stands neither in parentheses nor in quotes. */
export function splitOutside(text: string, mark: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === "'") quoted = !quoted;
    else if (quoted) continue;
    else if (character === "(") depth += 1;
    else if (character === ")") depth = Math.max(0, depth - 1);
    else if (character === mark && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}
