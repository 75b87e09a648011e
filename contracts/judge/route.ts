import type { DescribedOperation } from "../../spec/openapi/index.ts";

/** The operation that a request is for, with the path's values as they were sent (percent-encoded). */
export interface Route {
  readonly operation: DescribedOperation;
  readonly values: Readonly<Record<string, string>>;
}

export type FindRoute = (method: string, path: string) => Route | undefined;

interface Template {
  readonly operation: DescribedOperation;
  readonly names: readonly string[];
  readonly pattern: RegExp;
  /** Characters that are not a parameter's: of two templates that fit, the more literal one is meant. */
  readonly literal: number;
}

const PARAMETER = /\{([^{}]+)\}/g;

/**
 * Finds operations by method and path. Literal segments are compared without regard to case, as Graph does. Templates are kept by their first
 * segment, so that a request is compared with those of its own part of the API.
 */
export function createRoutes(operations: Iterable<DescribedOperation>): FindRoute {
  const buckets = new Map<string, Template[]>();
  for (const operation of operations) {
    const key = bucket(operation.method, operation.path);
    const templates = buckets.get(key) ?? [];
    templates.push(template(operation));
    buckets.set(key, templates);
  }
  for (const templates of buckets.values()) {
    templates.sort((a, b) => a.names.length - b.names.length || b.literal - a.literal);
  }
  return (method, path) => {
    // `$` may be sent encoded (`/%24value`); a path's other escapes are its values' own.
    const plain = path.replaceAll("%24", "$");
    for (const key of [bucket(method, plain), `${method} {`]) {
      for (const { operation, names, pattern } of buckets.get(key) ?? []) {
        const match = pattern.exec(plain);
        if (match)
          return {
            operation,
            values: Object.fromEntries(names.map((name, index) => [name, match[index + 1] ?? ""])),
          };
      }
    }
    return undefined;
  };
}

/** Method and first segment up to its parameter or parenthesis; a segment that is all parameter shares one bucket. */
function bucket(method: string, path: string): string {
  const first = path.split("/", 2)[1] ?? "";
  return first.startsWith("{") ? `${method} {` : `${method} ${(first.split(/[({]/)[0] ?? "").toLowerCase()}`;
}

function template(operation: DescribedOperation): Template {
  const path = operation.path.split("?")[0] ?? operation.path;
  const names = [...path.matchAll(PARAMETER)].map((match) => match[1] ?? "");
  let at = 0;
  let source = "";
  for (const match of path.matchAll(PARAMETER)) {
    const before = path.slice(at, match.index);
    // A path within a drive (`root:/{item-path}:/children`) spans segments.
    source += `${literal(before)}${before.endsWith(":/") ? "(.+?)" : "([^/]+?)"}`;
    at = match.index + match[0].length;
  }
  source += literal(path.slice(at));
  return {
    operation,
    names,
    pattern: new RegExp(`^${source}/?$`, "i"),
    literal: path.replace(PARAMETER, "").length,
  };
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
