/** Path templates as a tree of segments, so that finding one costs the segments of the request's path, however many there are. */
import type { PathTemplate, Pieces, Segment } from "./template.ts";

export interface Node<T> {
  /** By their text in lower case. */
  readonly literals: Map<string, Node<T>>;
  /** Functions by their name in lower case. */
  calls?: Map<string, CallChild<T>[]>;
  mixed?: MixedChild<T>[];
  spanning?: SpanningChild<T>[];
  parameter?: Node<T>;
  /** The operations of the template that ends here, by method in capitals. */
  operations?: Map<string, Leaf<T>>;
}

export interface Leaf<T> {
  readonly template: PathTemplate;
  readonly target: T;
}

export interface CallChild<T> {
  readonly segment: Extract<Segment, { kind: "call" }>;
  readonly node: Node<T>;
}

export interface MixedChild<T> {
  readonly key: string;
  readonly pieces: Pieces;
  readonly node: Node<T>;
}

export interface SpanningChild<T> {
  readonly segment: Extract<Segment, { kind: "spanning" }>;
  readonly node: Node<T>;
}

export function createNode<T>(): Node<T> {
  return { literals: new Map() };
}

/** The node at which a template ends, made where it is not there yet. */
export function nodeFor<T>(root: Node<T>, template: PathTemplate): Node<T> {
  return template.segments.reduce(childFor, root);
}

function childFor<T>(node: Node<T>, segment: Segment): Node<T> {
  switch (segment.kind) {
    case "literal": {
      const child = node.literals.get(segment.key) ?? createNode<T>();
      node.literals.set(segment.key, child);
      return child;
    }
    case "parameter":
      node.parameter ??= createNode<T>();
      return node.parameter;
    case "spanning":
      return spanningChild(node, segment);
    case "mixed":
      return mixedChild(node, segment);
    case "call":
      return callChild(node, segment);
  }
}

function mixedChild<T>(node: Node<T>, { key, pieces }: Extract<Segment, { kind: "mixed" }>): Node<T> {
  node.mixed ??= [];
  const known = node.mixed.find((child) => child.key === key);
  if (known) return known.node;
  const child = { key, pieces, node: createNode<T>() };
  node.mixed.push(child);
  // The more literal text, the more particular; the order in which templates come decides nothing.
  node.mixed.sort((a, b) => b.key.length - a.key.length || (a.key < b.key ? -1 : 1));
  return child.node;
}

function callChild<T>(node: Node<T>, segment: Extract<Segment, { kind: "call" }>): Node<T> {
  node.calls ??= new Map();
  const overloads = node.calls.get(segment.name) ?? [];
  node.calls.set(segment.name, overloads);
  const known = overloads.find((child) => child.segment.key === segment.key);
  if (known) return known.node;
  const child = { segment, node: createNode<T>() };
  overloads.push(child);
  overloads.sort((a, b) => (a.segment.key < b.segment.key ? -1 : 1));
  return child.node;
}

function spanningChild<T>(node: Node<T>, segment: Extract<Segment, { kind: "spanning" }>): Node<T> {
  node.spanning ??= [];
  const known = node.spanning.find((child) => child.segment.key === segment.key);
  if (known) return known.node;
  const child = { segment, node: createNode<T>() };
  node.spanning.push(child);
  node.spanning.sort((a, b) => b.segment.parameters - a.segment.parameters);
  return child.node;
}
