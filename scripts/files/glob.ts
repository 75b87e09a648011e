import { readdir } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { compareText } from "../../spec/index.ts";

/**
 * Files that a pattern with `*`, `?`, `**` and `{a,b}` names, for shells that hand patterns on as they are. `*` and `?` stay within a folder
 * and, like a shell's, do not name what begins with a dot.
 */
export async function expandGlob(pattern: string, cwd: string): Promise<string[]> {
  const segments = pattern.replaceAll("\\", "/").split("/");
  const firstMagic = segments.findIndex((segment) => isGlob(segment));
  if (firstMagic < 0) return [pattern];
  const folder = segments.slice(0, firstMagic).join("/");
  const root = folder === "" && pattern.startsWith("/") ? "/" : folder;
  const rest = segments.slice(firstMagic);
  const deep = rest.length > 1 || rest.some((segment) => segment.includes("**"));
  const names = await readdir(resolve(cwd, root), { recursive: deep }).catch(() => []);
  const matches = globExpression(rest.join("/"));
  return names
    .map((name) => name.split(sep).join("/"))
    .filter((name) => matches.test(name))
    .sort(compareText)
    .map((name) => (root === "" ? name : join(root, name)));
}

export function isGlob(path: string): boolean {
  return /[*?]|\{[^}]*,[^}]*\}/.test(path);
}

/** Translates a pattern, segment by segment; what has no meaning in it stands for itself. */
export function globExpression(pattern: string): RegExp {
  const segments = pattern.split("/");
  const source = segments.map((segment, index) => {
    const isLast = index === segments.length - 1;
    if (segment === "**") return isLast ? "(?:(?!\\.)[^/]+/)*(?!\\.)[^/]+" : "(?:(?!\\.)[^/]+/)*";
    return `${/^[*?]/.test(segment) ? "(?!\\.)" : ""}${segmentSource(segment)}${isLast ? "" : "/"}`;
  });
  return new RegExp(`^${source.join("")}$`);
}

function segmentSource(segment: string): string {
  return segment.replace(/\*+|\?|\{([^{}]*,[^{}]*)\}|[^*?{]+|\{/g, (part, choices: string | undefined) => {
    if (part.startsWith("*")) return "[^/]*";
    if (part === "?") return "[^/]";
    return choices === undefined ? literal(part) : `(?:${choices.split(",").map(literal).join("|")})`;
  });
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
