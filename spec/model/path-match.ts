/** Whether the path of an example is a case of a path template, and the values of its parameters if so. */

export interface PathMatcher {
  /** `path` is decoded or not, as the page has it. Values by parameter name; undefined where it does not fit. */
  match(path: string): Readonly<Record<string, string>> | undefined;
}

export function createPathMatcher(template: string): PathMatcher {
  const direct = expression(template);
  const keyed = expression(keysAsSegments(template));
  const bare = expression(withoutArguments(template));
  return {
    match(path) {
      const plain = path.replace(/\/+$/, "");
      return direct(plain) ?? keyed(keysAsSegments(plain)) ?? bare(withoutArguments(plain));
    },
  };
}

/** `things('{id}')` and `things({id})` mean `things/{id}` (OData 4.01 URL conventions, 4.3.1 and 4.3.6). Function calls name their arguments. */
function keysAsSegments(path: string): string {
  return path.replace(/\(\s*'?([^()='/]+)'?\s*\)/g, "/$1");
}

/** Where template and example differ in the arguments of a call, as in `range(address='A1')` and `range`, its name decides. */
function withoutArguments(path: string): string {
  return path.replace(/\([^()]*=[^()]*\)|\(\)/g, "");
}

/** A part between two slashes or commas with more parameters than this fits nothing: trying their lengths would take for ever. */
const MOST_PARAMETERS = 3;

function expression(template: string): (path: string) => Record<string, string> | undefined {
  const names: string[] = [];
  const parts = template.split(/(\{[^}]*\})/);
  let inPart = 0;
  let crowded = false;
  let source = "";
  for (const [index, part] of parts.entries()) {
    if (!part.startsWith("{")) {
      if (/[/,:]/.test(part)) inPart = 0;
      source += quoteLiteral(part);
      continue;
    }
    names.push(part.slice(1, -1));
    inPart += 1;
    crowded ||= inPart > MOST_PARAMETERS;
    // `root:/{path}:` addresses by path, which may hold slashes but no colon (OneDrive's path-based addressing).
    const spansSlashes = /:\/$/.test(parts[index - 1] ?? "") && /^:?(?:\/|$)/.test(parts[index + 1] ?? "");
    source += spansSlashes ? "([^:]+?)" : isArgument(parts, index) ? "([^/,]+?)" : "([^/]+?)";
  }
  if (crowded) return () => undefined;
  const pattern = new RegExp(`^${source}$`, "i");
  return (path) => {
    const match = pattern.exec(path);
    if (!match) return undefined;
    return Object.fromEntries(names.map((name, index) => [name, match[index + 1] ?? ""]));
  };
}

/** Whether a parameter stands in the parentheses of a call in its segment. */
function isArgument(parts: readonly string[], index: number): boolean {
  for (let before = index - 1; before >= 0; before -= 1) {
    const part = parts[before] ?? "";
    if (part.startsWith("{")) continue;
    const slash = part.lastIndexOf("/");
    if (part.includes("(", slash + 1)) return true;
    if (slash >= 0) return false;
  }
  return false;
}

function quoteLiteral(literal: string): string {
  return literal
    .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replace(/\\\(/g, "\\(\\s*")
    .replace(/,/g, ",\\s*")
    .replace(/=/g, "\\s*=\\s*")
    .replace(/'/g, "'?");
}
