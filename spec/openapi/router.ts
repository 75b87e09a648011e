/**
 * Finds the path template that a request path fits. Literal segments go before segments with a parameter, and those before
 * whole parameters; literals are compared without regard to case, as Graph does, and values keep theirs. The cost is that
 * of the path's own segments, however many templates there are.
 *
 * Templates may hold keys in parentheses (`things('{id}')`, taken for `things/{id}`, which OData 4.01 makes equal), function
 * calls (`delta(token='{token}')`), and paths after a colon (`root:/{itemPath}:/children`), where the parameter spans segments.
 */
export interface Match<T> {
  readonly target: T;
  /** Decoded parameter values in the order of the template. */
  readonly values: readonly string[];
}

export interface Router<T> {
  /** The target of the template; templates that differ in parameter names alone share one, made by the first. */
  add(template: string, make: () => T): T;
  /** `path` is percent-encoded and begins with a slash. */
  match(path: string): Match<T> | undefined;
  /** The first segment at which no template goes on; for the message of a refusal. */
  unmatchedSegment(path: string): string;
}

interface Node<T> {
  readonly literals: Map<string, Node<T>>;
  readonly mixed: { readonly source: string; readonly pattern: RegExp; readonly node: Node<T> }[];
  /** Spans one or more segments, up to the first that ends with the suffix. */
  readonly spanning: { readonly suffix: string; readonly node: Node<T> }[];
  parameter?: Node<T>;
  target?: T;
}

export function createRouter<T>(): Router<T> {
  const root = createNode<T>();
  const literalPaths = new Map<string, Match<T>>();
  return {
    add(template, make) {
      const segments = segmentsOf(template);
      const node = segments.reduce((at, segment, index) => childFor(at, segment, segments[index - 1]), root);
      node.target ??= make();
      const path = `/${segments.join("/")}`.toLowerCase();
      if (!path.includes("{")) literalPaths.set(path, { target: node.target, values: [] });
      return node.target;
    },
    match(path) {
      const literal = literalPaths.get(path) ?? literalPaths.get(path.toLowerCase());
      if (literal) return literal;
      const segments = requestSegments(path);
      if (!segments) return undefined;
      const values: string[] = [];
      const target = walk(root, segments, 0, values);
      return target === undefined ? undefined : { target, values };
    },
    unmatchedSegment(path) {
      const segments = requestSegments(path) ?? [];
      return segments[deepest(root, segments, 0)] ?? segments.at(-1) ?? path;
    },
  };
}

/** The index of the first segment that no way through the tree gets past. */
function deepest<T>(node: Node<T>, segments: readonly string[], index: number): number {
  const segment = segments[index];
  if (segment === undefined) return index;
  const literal = literalChild(node, segment);
  const children = [
    ...(literal ? [literal] : []),
    ...node.mixed.filter(({ pattern }) => pattern.test(segment)).map((mixed) => mixed.node),
    ...(node.parameter ? [node.parameter] : []),
  ];
  return children.reduce((most, child) => Math.max(most, deepest(child, segments, index + 1)), index);
}

/** The segments of a template or of a request path, with a key in parentheses made a segment of its own. */
export function segmentsOf(path: string): string[] {
  const segments = path.split("/");
  if (segments[0] === "") segments.shift();
  if (segments.at(-1) === "") segments.pop();
  return path.includes("(") ? segments.flatMap(splitKey) : segments;
}

/** `things('{id}')` to `things` and `{id}`; a call with a named argument stays whole. */
function splitKey(segment: string): string[] {
  const match = /^([^()]+)\((?:'([^'=]+)'|(\{[^'=]+\}|[^'=(),]+))\)$/.exec(segment);
  return match ? [match[1] as string, (match[2] ?? match[3]) as string] : [segment];
}

function createNode<T>(): Node<T> {
  return { literals: new Map(), mixed: [], spanning: [] };
}

function childFor<T>(node: Node<T>, segment: string, previous: string | undefined): Node<T> {
  if (!segment.includes("{")) {
    const key = segment.toLowerCase();
    const child = node.literals.get(key) ?? createNode<T>();
    node.literals.set(key, child);
    return child;
  }
  const spanned = previous?.endsWith(":") ? /^\{[^{}]+\}(:?)$/.exec(segment) : null;
  if (spanned) {
    const suffix = spanned[1] ?? "";
    const known = node.spanning.find((candidate) => candidate.suffix === suffix);
    if (known) return known.node;
    const child = createNode<T>();
    node.spanning.push({ suffix, node: child });
    node.spanning.sort((a, b) => b.suffix.length - a.suffix.length);
    return child;
  }
  if (/^\{[^{}]+\}$/.test(segment)) {
    node.parameter ??= createNode<T>();
    return node.parameter;
  }
  const source = patternSource(segment);
  const known = node.mixed.find((candidate) => candidate.source === source);
  if (known) return known.node;
  const child = createNode<T>();
  node.mixed.push({ source, pattern: new RegExp(source, "i"), node: child });
  // The pattern with more literal text is the more particular one.
  node.mixed.sort((a, b) => b.source.length - a.source.length);
  return child;
}

function patternSource(segment: string): string {
  const pieces = segment.split(/\{[^{}]+\}/).map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return `^${pieces.join("(.+?)")}$`;
}

function requestSegments(path: string): string[] | undefined {
  if (!path.includes("%")) return segmentsOf(path);
  try {
    // Parentheses may arrive encoded, so keys are split after decoding; an encoded slash stays inside its segment.
    const segments = path.split("/").map((segment) => decodeURIComponent(segment));
    if (segments[0] === "") segments.shift();
    if (segments.at(-1) === "") segments.pop();
    return segments.flatMap(splitKey);
  } catch {
    return undefined;
  }
}

/** A function whose page leaves out the arguments is called with them all the same. */
function literalChild<T>(node: Node<T>, segment: string): Node<T> | undefined {
  const name = segment.toLowerCase();
  const call = segment.endsWith(")") ? segment.indexOf("(") : -1;
  return node.literals.get(name) ?? (call > 0 ? node.literals.get(name.slice(0, call)) : undefined);
}

function walk<T>(node: Node<T>, segments: readonly string[], index: number, values: string[]): T | undefined {
  const segment = segments[index];
  if (segment === undefined) return node.target;
  const literal = literalChild(node, segment);
  const found = literal && walk(literal, segments, index + 1, values);
  if (found !== undefined) return found;
  if (segment === "") return undefined;
  const kept = values.length;
  for (const { pattern, node: child } of node.mixed) {
    const match = pattern.exec(segment);
    if (!match) continue;
    values.push(...match.slice(1));
    const target = walk(child, segments, index + 1, values);
    if (target !== undefined) return target;
    values.length = kept;
  }
  for (const { suffix, node: child } of node.spanning) {
    const target = span(child, suffix, segments, index, values);
    if (target !== undefined) return target;
    values.length = kept;
  }
  if (!node.parameter) return undefined;
  values.push(segment);
  const target = walk(node.parameter, segments, index + 1, values);
  if (target === undefined) values.length = kept;
  return target;
}

function span<T>(
  node: Node<T>,
  suffix: string,
  segments: readonly string[],
  index: number,
  values: string[],
): T | undefined {
  const last =
    suffix === ""
      ? segments.length - 1
      : segments.findIndex((segment, at) => at >= index && segment.endsWith(suffix));
  if (last < index) return undefined;
  const text = segments.slice(index, last + 1).join("/");
  values.push(suffix === "" ? text : text.slice(0, -suffix.length));
  return walk(node, segments, last + 1, values);
}
