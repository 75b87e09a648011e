/**
 * Finds the operation that a request is for, by its method and its path. Everything that asks this question asks here: the extractor (which template
 * an example is a case of), the mock, the proxy, and `verify`, so that they cannot give two answers.
 *
 * Templates may hold keys in parentheses, functions with arguments, and paths after a colon. In a request a type cast and a namespace before an
 * operation's name are passed over, and named arguments may come in any order.
 */
import { decodeText, indexAsSent, isDecodable, withoutNeedlessEscapes } from "./escapes.ts";
import { Search } from "./search.ts";
import { readTemplate } from "./template.ts";
import { createNode, type Leaf, type Node, nodeFor } from "./tree.ts";
import { type PathValue, pathValue } from "./values.ts";

export interface Match<T> {
  readonly target: T;
  /** In the order of the template. */
  readonly values: readonly PathValue[];
}

export interface Router<T> {
  /**
   * The target of that method at that template. The first that is added stays: templates that differ in the names of their parameters or in the case of
   * their literals are one.
   */
  add(method: string, template: string, make: () => T): T;
  /** The most literal template with that method that the path fits. `path` is percent-encoded and has no query. */
  find(method: string, path: string): Match<T> | undefined;
  /** The methods of all templates that the path fits, sorted: what `Allow` says. */
  methods(path: string): readonly string[];
  /** The first segment at which no template goes on; for the message of a refusal. */
  unmatchedSegment(path: string): string;
}

const NO_VALUES: readonly PathValue[] = [];

export function createRouter<T>(): Router<T> {
  const root = createNode<T>();
  /** Templates without a parameter, which most requests of some clients are for. */
  const literalPaths = new Map<string, Map<string, Match<T>>>();
  return {
    add(method, template, make) {
      const read = readTemplate(template);
      const node = nodeFor(root, read);
      node.operations ??= new Map<string, Leaf<T>>();
      const name = method.toUpperCase();
      const leaf = node.operations.get(name) ?? { template: read, target: make() };
      node.operations.set(name, leaf);
      if (read.parameters.length === 0) {
        const key = `/${read.segments.map((segment) => segment.key).join("/")}`;
        const matches = literalPaths.get(key) ?? new Map<string, Match<T>>();
        literalPaths.set(key, matches.set(name, { target: leaf.target, values: NO_VALUES }));
      }
      return leaf.target;
    },
    find(method, path) {
      const name = method.toUpperCase();
      const literal = literalPaths.get(path) ?? literalPaths.get(path.toLowerCase());
      const known = literal?.get(name);
      if (known) return known;
      let leaf: Leaf<T> | undefined;
      const search = searchOf<T>(path, (node) => {
        leaf = node.operations?.get(name);
        return leaf !== undefined;
      });
      return search?.run(root) && leaf
        ? { target: leaf.target, values: valuesOf(leaf, path, search) }
        : undefined;
    },
    methods(path) {
      const found = new Set<string>();
      searchOf<T>(path, (node) => {
        for (const method of node.operations?.keys() ?? []) found.add(method);
        return false;
      })?.run(root);
      return [...found].sort();
    },
    unmatchedSegment(path) {
      const search = searchOf<T>(path, () => false);
      search?.run(root);
      if (!search) return path;
      const rest = withoutNeedlessEscapes(path).slice(search.deepest);
      return decodeText(rest.replace(/^\//, "").split("/")[0] || path);
    },
  };
}

/** The values that a path has for a single template's parameters; undefined where it does not fit. */
export function matchTemplate(template: string, path: string): readonly PathValue[] | undefined {
  const router = createRouter<true>();
  router.add("", template, () => true);
  return router.find("", path)?.values;
}

function searchOf<T>(path: string, visit: (node: Node<T>) => boolean): Search<T> | undefined {
  if (!path.includes("%")) return new Search(path, visit);
  return isDecodable(path) ? new Search(withoutNeedlessEscapes(path), visit) : undefined;
}

function valuesOf<T>({ template }: Leaf<T>, path: string, { spans }: Search<T>): readonly PathValue[] {
  const moved = path.includes("%") && withoutNeedlessEscapes(path) !== path;
  return template.parameters.map((parameter, index) => {
    const start = spans[2 * index] ?? -1;
    const end = spans[2 * index + 1] ?? -1;
    return moved && start >= 0
      ? pathValue(path, parameter, indexAsSent(path, start), indexAsSent(path, end))
      : pathValue(path, parameter, start, end);
  });
}
