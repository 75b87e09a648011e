import type { Finding } from "../../judge/finding.ts";

/** An id that the target gave out for a new object. */
export interface GivenId {
  /** The kind of thing. */
  readonly resource: string;
  readonly id: string;
  /** Of the collection that the object was made in. */
  readonly path: string;
  readonly operationId: string;
  /** Told where the id comes up again. */
  readonly request: string;
}

/** Every id that the target gave out in a run. */
export interface Identities {
  record(given: GivenId): void;
  /** Notes that the object at that path is gone: its id may be given out again. */
  deleted(path: string): void;
  known(id: string): boolean;
  /** Ids that an operation gave out although they were taken, told as pairs of requests. */
  repeats(operationId: string): readonly Repeat[];
}

export interface Repeat {
  readonly id: string;
  readonly first: string;
  readonly again: string;
}

/**
 * An id is unique within its collection. In two collections it may stand twice where it is a counter (`1`, `2`, ... under each parent); a GUID or a long
 * opaque id that stands twice for one kind of thing tells nothing apart, wherever that is.
 */
export function createIdentities(): Identities {
  const seen = new Map<string, string>();
  const ids = new Set<string>();
  const repeats = new Map<string, Repeat[]>();
  return {
    record({ resource, id, path, operationId, request }) {
      ids.add(id);
      const key = keyOf(resource, id, path);
      const first = seen.get(key);
      if (first === undefined) {
        seen.set(key, request);
        return;
      }
      const list = repeats.get(operationId) ?? [];
      list.push({ id, first, again: request });
      repeats.set(operationId, list);
    },
    deleted(path) {
      const at = plain(path);
      const id = decoded(at.slice(at.lastIndexOf("/") + 1));
      for (const key of seen.keys()) {
        const [, own, collection] = JSON.parse(key) as [string, string, string];
        if (own.toLowerCase() !== id) continue;
        if (collection === "" || collection === at.slice(0, at.lastIndexOf("/"))) seen.delete(key);
      }
    },
    known: (id) => ids.has(id),
    repeats: (operationId) => repeats.get(operationId) ?? [],
  };
}

function keyOf(resource: string, id: string, path: string): string {
  return JSON.stringify([resource, id, isOpaque(id) ? "" : plain(path)]);
}

/** GUIDs, and what is long enough that no two collections come to it by counting or by name. */
function isOpaque(id: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) || (id.length >= 20 && /\d/.test(id));
}

function plain(path: string): string {
  return (path.split("?")[0] ?? path).replace(/\/$/, "").toLowerCase();
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text).toLowerCase();
  } catch {
    return text;
  }
}

/** One deviation for all of an operation's repeats. */
export function repeatDeviation(property: string, repeats: readonly Repeat[]): Finding {
  const [first] = repeats;
  const more = repeats.length > 1 ? `, and ${repeats.length - 1} more` : "";
  return {
    rule: "identity",
    key: "repeat",
    message: `an '${property}' was given out twice`,
    expected: "a new value for each object",
    actual: `${JSON.stringify(first?.id)} from ${first?.first} and again from ${first?.again}${more}`,
  };
}
