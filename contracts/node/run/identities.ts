import type { Finding } from "../../judge/finding.ts";
import { identityKey, isIdentityOf } from "../../judge/identity-key.ts";

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

export function createIdentities(): Identities {
  const seen = new Map<string, string>();
  const ids = new Set<string>();
  const repeats = new Map<string, Repeat[]>();
  return {
    record({ resource, id, path, operationId, request }) {
      ids.add(id);
      const key = identityKey(resource, id, path);
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
      for (const key of seen.keys()) if (isIdentityOf(key, path)) seen.delete(key);
    },
    known: (id) => ids.has(id),
    repeats: (operationId) => repeats.get(operationId) ?? [],
  };
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
