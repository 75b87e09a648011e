/** A name with parentheses in a path: `delta(token='x')`, `things('id')` (OData 4.01 URL conventions, sections 4.3 and 4.5). */
export interface Call {
  /** In lower case, without a namespace. */
  readonly name: string;
  readonly arguments: readonly CallArgument[];
}

export interface CallArgument {
  /** In lower case; undefined where the value stands alone. */
  readonly name: string | undefined;
  /** Where the value stands in the text, without its quotes. */
  readonly start: number;
  readonly end: number;
}

/** Reads the segment of a path from `start` to `end`; undefined where it is no call. */
export function readCall(text: string, start: number, end: number): Call | undefined {
  if (text[end - 1] !== ")") return undefined;
  const open = text.indexOf("(", start);
  if (open <= start || open >= end) return undefined;
  const name = text.slice(start, open).trim();
  if (/[{}]/.test(name)) return undefined;
  const found: CallArgument[] = [];
  let from = open + 1;
  for (let at = from, quoted = false, depth = 0; at < end; at += 1) {
    const character = text[at];
    if (character === "'") quoted = !quoted;
    else if (quoted) continue;
    else if (character === "(" || character === "[" || character === "{") depth += 1;
    else if (depth > 0 && (character === ")" || character === "]" || character === "}")) depth -= 1;
    else if (character === "," || at === end - 1) {
      if (depth > 0) continue;
      const one = readArgument(text, from, at);
      if (one) found.push(one);
      from = at + 1;
    }
  }
  return { name: unqualified(name).toLowerCase(), arguments: found };
}

function readArgument(text: string, start: number, end: number): CallArgument | undefined {
  const [from, to] = trimmed(text, start, end);
  if (from === to) return undefined;
  const named = /^([A-Za-z_][\w.@-]*)\s*=(?!=)/.exec(text.slice(from, to));
  const [valueFrom, valueTo] = trimmed(text, from + (named?.[0].length ?? 0), to);
  const quoted = valueTo - valueFrom >= 2 && text[valueFrom] === "'" && text[valueTo - 1] === "'";
  return {
    name: named?.[1]?.toLowerCase(),
    start: quoted ? valueFrom + 1 : valueFrom,
    end: quoted ? valueTo - 1 : valueTo,
  };
}

function trimmed(text: string, start: number, end: number): readonly [number, number] {
  let [from, to] = [start, end];
  while (from < to && text[from] === " ") from += 1;
  while (to > from && text[to - 1] === " ") to -= 1;
  return [from, to];
}

/** `microsoft.graph.range` to `range`: clients may name what is bound with its namespace (OData 4.01 URL conventions, section 4.5). */
export function unqualified(name: string): string {
  return isQualified(name) ? name.slice(name.lastIndexOf(".") + 1) : name;
}

/** A type or an operation with its namespace: `microsoft.graph.user`. */
export function isQualified(name: string): boolean {
  return /^microsoft\.graph(?:\.[a-z]\w*)+$/i.test(name);
}

/** The index of the slash that ends the segment from `start`, or of the end. Slashes within a quoted argument do not end it. */
export function segmentEnd(path: string, start: number): number {
  const slash = path.indexOf("/", start);
  const first = slash < 0 ? path.length : slash;
  const open = path.indexOf("(", start);
  if (open < 0 || open > first) return first;
  const quote = path.indexOf("'", open);
  if (quote < 0 || quote > first || !/[(=] *$/.test(path.slice(open, quote))) return first;
  let quoted = false;
  for (let at = quote; at < path.length; at += 1) {
    if (path[at] === "'") quoted = !quoted;
    else if (path[at] === "/" && !quoted) return at;
  }
  return quoted ? first : path.length;
}
