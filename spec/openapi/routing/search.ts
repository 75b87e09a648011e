/**
 * The ways that a request's path can take through the tree of templates, the most literal one first: a literal segment, a function's name, literal
 * pieces with parameters, a path after a colon, a parameter. Literals are compared without regard to case, as Graph does; values keep theirs.
 */
import { type Call, isQualified, readCall, segmentEnd, unqualified } from "./call.ts";
import { decodeText } from "./escapes.ts";
import type { ArgumentTemplate, Pieces, Segment } from "./template.ts";
import type { CallChild, MixedChild, Node, SpanningChild } from "./tree.ts";

/** Segments that OData reserves: never an id. */
const RESERVED = /^\$(?:value|ref|count|batch|metadata|all|entity|each|query|filter|links)$/i;

/** Casts of one path that are passed over; each may also be a value, so that more would be more ways than can be tried. */
const MOST_CASTS = 3;

const SLASH = 0x2f;
const DOLLAR = 0x24;

export class Search<T> {
  /** Start and end of each parameter's value, in the order of the template; both are -1 where the path leaves an argument out. */
  readonly spans: number[] = [];
  /** The last segment that was reached begins here. */
  deepest = 0;
  #casts = 0;
  readonly #path: string;
  /** Most paths have neither, and need not be searched for them segment by segment. */
  readonly #hasCalls: boolean;
  readonly #hasCasts: boolean;
  readonly #visit: (node: Node<T>) => boolean;

  /** `visit` is called with the node of each template that fits, until it says that this was the one. */
  constructor(path: string, visit: (node: Node<T>) => boolean) {
    this.#path = path;
    this.#hasCalls = path.includes("(");
    this.#hasCasts = path.includes("raph.") || path.includes("RAPH.");
    this.#visit = visit;
  }

  run(root: Node<T>): boolean {
    return this.#after(root, this.#path.startsWith("/") ? 0 : -1);
  }

  /** Goes on after a segment that ended at `slash`. */
  #after(node: Node<T>, slash: number): boolean {
    if (this.#endsAt(slash)) return this.#visit(node);
    const start = slash + 1;
    if (start > this.deepest) this.deepest = start;
    const end = this.#segmentEnd(start);
    return end > start && this.#segment(node, start, end, end);
  }

  /** A slash at the end means nothing. */
  #endsAt(slash: number): boolean {
    let at = slash;
    while (this.#path.charCodeAt(at) === SLASH) at += 1;
    return at >= this.#path.length;
  }

  #segmentEnd(start: number): number {
    if (this.#hasCalls) return segmentEnd(this.#path, start);
    const slash = this.#path.indexOf("/", start);
    return slash < 0 ? this.#path.length : slash;
  }

  #segment(node: Node<T>, start: number, end: number, next: number): boolean {
    const text = this.#path.slice(start, end);
    const kept = this.spans.length;
    const literal = literalChild(node, text);
    if (literal && this.#after(literal, next)) return true;
    if (this.#hasCalls && text.endsWith(")")) {
      if (this.#call(node, start, end, next)) return true;
    } else if (node.calls && this.#bare(node, text, next)) return true;
    if (node.mixed && this.#mixed(node.mixed, start, end, next)) return true;
    if (node.spanning && this.#colonPath(node.spanning, start)) return true;
    if (this.#hasCasts && isQualified(text) && this.#cast(node, text, next)) return true;
    if (!node.parameter || (text.charCodeAt(0) === DOLLAR && RESERVED.test(text))) return false;
    this.spans.push(start, end);
    if (this.#after(node.parameter, next)) return true;
    this.spans.length = kept;
    return false;
  }

  #mixed(children: readonly MixedChild<T>[], start: number, end: number, next: number): boolean {
    const kept = this.spans.length;
    return children.some(({ pieces, node }) => {
      if (this.#pieces(pieces, start, end) && this.#after(node, next)) return true;
      this.spans.length = kept;
      return false;
    });
  }

  #colonPath(children: readonly SpanningChild<T>[], start: number): boolean {
    const kept = this.spans.length;
    return children.some(({ segment, node }) => {
      const after = this.#spanning(segment, start);
      if (after >= 0 && this.#after(node, after)) return true;
      this.spans.length = kept;
      return false;
    });
  }

  /** The function of that name and these arguments, or a key in parentheses, or the function whatever its arguments. */
  #call(node: Node<T>, start: number, end: number, next: number): boolean {
    const call = readCall(this.#path, start, end);
    if (!call) return false;
    const overloads = node.calls?.get(call.name) ?? [];
    const kept = this.spans.length;
    for (const overload of overloads) {
      if (this.#arguments(overload, call) && this.#after(overload.node, next)) return true;
      this.spans.length = kept;
    }
    const collection = literalChild(node, this.#path.slice(start, this.#path.indexOf("(", start)).trim());
    const named = collection ?? node.literals.get(call.name);
    const [only, ...others] = call.arguments;
    const isKey = named !== undefined && only !== undefined && others.length === 0;
    if (isKey && only.name === undefined && this.#segment(named, only.start, only.end, next)) return true;
    // A function whose page leaves out the arguments is called with them all the same.
    if (named && this.#after(named, next)) return true;
    if (isKey && only.name !== undefined && this.#segment(named, only.start, only.end, next)) return true;
    return this.#anyArguments(overloads, call, next);
  }

  /** A function by its name alone: a page's example may leave out the arguments of its template. */
  #bare(node: Node<T>, text: string, next: number): boolean {
    const name = unqualified(text).toLowerCase();
    return this.#anyArguments(node.calls?.get(name) ?? [], { name, arguments: [] }, next);
  }

  #anyArguments(overloads: readonly CallChild<T>[], call: Call, next: number): boolean {
    const kept = this.spans.length;
    for (const { segment, node } of overloads) {
      for (const wanted of segment.arguments) this.#argument(wanted, call, 0);
      if (this.#after(node, next)) return true;
      this.spans.length = kept;
    }
    return false;
  }

  /** Named arguments may come in any order. */
  #arguments({ segment }: CallChild<T>, call: Call): boolean {
    if (segment.arguments.length !== call.arguments.length) return false;
    return segment.arguments.every((wanted, index) => this.#argument(wanted, call, index));
  }

  /** Notes the values of one argument; where it is not given, that they are missing. */
  #argument({ name, pieces }: ArgumentTemplate, call: Call, index: number): boolean {
    const given =
      name === undefined ? call.arguments[index] : call.arguments.find((argument) => argument.name === name);
    const kept = this.spans.length;
    if (given && isWhole(pieces)) {
      this.spans.push(given.start, given.end);
      return true;
    }
    if (given && this.#pieces(pieces, given.start, given.end)) return true;
    this.spans.length = kept;
    for (let count = 1; count < pieces.length; count += 1) this.spans.push(-1, -1);
    return false;
  }

  /** The literal pieces in their order with something between each two; the first that fits counts, so that this ends soon. */
  #pieces(pieces: Pieces, start: number, end: number): boolean {
    const text = this.#path.slice(start, end);
    const lower = lowerCase(text);
    const first = pieces[0] ?? "";
    const last = pieces.at(-1) ?? "";
    if (pieces.length === 1) return decodeText(text).toLowerCase() === first;
    if (!lower.startsWith(first)) return false;
    let at = first.length;
    for (let index = 1; index < pieces.length - 1; index += 1) {
      const piece = pieces[index] ?? "";
      const found = lower.indexOf(piece, at + 1);
      if (found < 0) return false;
      this.spans.push(start + at, start + found);
      at = found + piece.length;
    }
    const tail = lower.length - last.length;
    if (tail <= at || !lower.endsWith(last)) return false;
    this.spans.push(start + at, start + tail);
    return true;
  }

  /** Notes the parts of a path within a drive, whose names can hold no colon; gives its end, or -1 where it does not fit. */
  #spanning({ colon, parameters }: Extract<Segment, { kind: "spanning" }>, start: number): number {
    const closing = /:(?=\/|$)/.exec(this.#path.slice(start));
    if (colon !== (closing !== null)) return -1;
    let end = closing ? start + closing.index : this.#path.length;
    while (!closing && this.#path[end - 1] === "/") end -= 1;
    const tail: number[] = [];
    let last = end;
    for (let count = 1; count < parameters; count += 1) {
      const slash = this.#path.lastIndexOf("/", last - 1);
      if (slash <= start || slash === last - 1) return -1;
      tail.unshift(slash + 1, last);
      last = slash;
    }
    if (last <= start) return -1;
    this.spans.push(start, last, ...tail);
    return closing ? end + 1 : this.#path.length;
  }

  /** `sendMail` by its full name, or a type cast, which narrows what is meant but is no operation of its own. */
  #cast(node: Node<T>, text: string, next: number): boolean {
    const operation = literalChild(node, unqualified(text));
    if (operation && this.#after(operation, next)) return true;
    if (this.#casts === MOST_CASTS) return false;
    this.#casts += 1;
    const found = this.#after(node, next);
    this.#casts -= 1;
    return found;
  }
}

/** Whether nothing but one parameter is wanted, which then may be empty too. */
function isWhole(pieces: Pieces): boolean {
  return pieces.length === 2 && pieces[0] === "" && pieces[1] === "";
}

function literalChild<T>(node: Node<T>, text: string): Node<T> | undefined {
  const known = node.literals.get(text);
  if (known || node.literals.size === 0) return known;
  const key = decodeText(text).toLowerCase();
  return key === text ? undefined : node.literals.get(key);
}

/** In lower case with as many characters as before: a few letters become two. */
function lowerCase(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text;
}
