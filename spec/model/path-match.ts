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

function expression(template: string): (path: string) => Record<string, string> | undefined {
  const names: string[] = [];
  const source = template
    .split(/(\{[^}]*\})/)
    .map((part, index, parts) => {
      if (!part.startsWith("{")) return quoteLiteral(part);
      names.push(part.slice(1, -1));
      // `root:/{path}:` addresses by path, which may hold slashes (OneDrive's path-based addressing).
      const spansSlashes = /:\/$/.test(parts[index - 1] ?? "") && /^:?(?:\/|$)/.test(parts[index + 1] ?? "");
      return spansSlashes ? "(.+?)" : /\(/.test(tail(parts, index)) ? "([^/,]+?)" : "([^/]+?)";
    })
    .join("");
  const pattern = new RegExp(`^${source}$`, "i");
  return (path) => {
    const match = pattern.exec(path);
    if (!match) return undefined;
    return Object.fromEntries(names.map((name, index) => [name, match[index + 1] ?? ""]));
  };
}

/** The text of the current segment before the parameter. */
function tail(parts: readonly string[], index: number): string {
  const before = parts.slice(0, index).join("");
  return before.slice(before.lastIndexOf("/") + 1);
}

function quoteLiteral(literal: string): string {
  return literal
    .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replace(/\\\(/g, "\\(\\s*")
    .replace(/,/g, ",\\s*")
    .replace(/=/g, "\\s*=\\s*")
    .replace(/'/g, "'?");
}
