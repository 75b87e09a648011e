import type { Finding } from "../../judge/finding.ts";

/** Every id that the target gave out in a run, by the kind of thing it belongs to. */
export interface Identities {
  record(resource: string, id: string, operationId: string, request: string): void;
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
    record(resource, id, operationId, request) {
      ids.add(id);
      const key = `${resource} ${id}`;
      const first = seen.get(key);
      if (first === undefined) {
        seen.set(key, request);
        return;
      }
      const list = repeats.get(operationId) ?? [];
      list.push({ id, first, again: request });
      repeats.set(operationId, list);
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
