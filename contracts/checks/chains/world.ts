import type { JsonObject, OpenApiDocument } from "../../../spec/openapi/index.ts";
import type { ResourceNode } from "./resource-graph.ts";

/** An object that a chain made. */
export interface Made {
  readonly node: ResourceNode;
  readonly id: string;
  /** The ids of what it nests below, the outermost first, and its own. */
  readonly lineage: readonly string[];
  /** A text that no other object holds. */
  readonly mark: string;
  /** Whether `mark` is part of what was sent. */
  readonly isMarked: boolean;
  readonly sent: JsonObject;
  /** The answer to the create, where it had a body. */
  readonly created?: JsonObject;
}

/** What all chains of a run share. */
export class ChainWorld {
  readonly document: OpenApiDocument;
  readonly nodes: readonly ResourceNode[];
  /** Values of path parameters, as the user gave them. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly guid: () => string;
  /** Whether there is the token of another user. */
  readonly hasSecondToken: boolean;
  /** The documented part of a link's path; undefined where the link leaves the target. */
  readonly relative: (link: string) => string | undefined;
  /** Told of each object that was made and of each that was deleted. */
  readonly made: Made[] = [];
  readonly users: SignedInUser = { names: [], isSame: undefined };
  readonly #ids = new Map<string, Set<string>>();
  readonly #removed = new Set<string>();
  #count = 0;
  readonly #tag: string;

  constructor(options: {
    document: OpenApiDocument;
    nodes: readonly ResourceNode[];
    parameters: Readonly<Record<string, string>>;
    guid: () => string;
    hasSecondToken: boolean;
    relative: (link: string) => string | undefined;
  }) {
    this.document = options.document;
    this.nodes = options.nodes;
    this.parameters = options.parameters;
    this.guid = options.guid;
    this.hasSecondToken = options.hasSecondToken;
    this.relative = options.relative;
    this.#tag = `gc${options.guid().slice(0, 6)}`;
  }

  /** A text that nothing else at the target holds; those of one run sort in the order in which they were asked for. */
  nextMark(): string {
    this.#count += 1;
    return `${this.#tag}x${String(this.#count).padStart(5, "0")}`;
  }

  /** Notes an id; answers whether it was given out before. */
  isRepeated(key: string, id: string): boolean {
    const ids = this.#ids.get(key) ?? new Set();
    this.#ids.set(key, ids);
    const known = ids.has(id);
    ids.add(id);
    return known;
  }

  remember(key: string, id: string): void {
    this.isRepeated(key, id);
  }

  isKnown(key: string, id: string): boolean {
    return this.#ids.get(key)?.has(id) === true;
  }

  removed(made: Made): void {
    this.#removed.add(lineageKey(made));
  }

  /** What the run made and did not delete, the deepest first. */
  left(): readonly Made[] {
    return this.made
      .filter((made) => !this.#removed.has(lineageKey(made)))
      .toSorted((a, b) => b.lineage.length - a.lineage.length);
  }
}

function lineageKey({ node, lineage }: Made): string {
  return `${node.key} ${lineage.join("/")}`;
}

/** What is known of the user that the token belongs to. */
export interface SignedInUser {
  /** Values for `{id}` in `/users/{id}` that name the signed-in user. */
  names: string[];
  /** Whether the value that the user of the tool gave for `/users/{id}` was seen to name the signed-in user. */
  isSame: boolean | undefined;
}
