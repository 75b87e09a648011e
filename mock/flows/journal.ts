/** What was created, changed and removed since somebody began to ask for changes: kept only where a delta link was given out. */
import type { JsonObject, JsonValue } from "../../spec/openapi/index.ts";
import { isObject } from "../store/json.ts";

/** The collections that a delta function tells of: one, or all below a path. */
export interface Scope {
  readonly path: string;
  readonly below: boolean;
}

export interface JournalEntry {
  readonly container: string;
  readonly key: string;
  /** The object's id, by which a client knows it. */
  readonly id: JsonValue;
  readonly removed: boolean;
}

export interface Journal {
  /** A token for the present moment; the scope is followed from now on. */
  mark(scope: Scope): string;
  /** What happened since, oldest first; undefined where the token is unknown or too old. */
  since(scope: Scope, token: string): JournalEntry[] | undefined;
  note(container: string, key: string, before: JsonObject | undefined, after: JsonObject | undefined): void;
  snapshot(): JsonObject;
  restore(value: unknown): void;
  reset(): void;
}

interface Noted extends JournalEntry {
  readonly moment: number;
  /** The moment of its creation, where that was followed. */
  readonly created: number;
}

interface Followed {
  readonly scope: Scope;
  /** Tokens of moments before know too little. */
  floor: number;
  readonly noted: Map<string, Noted>;
}

/** Changes that are remembered for one scope; with more of them the oldest tokens are no longer good. */
const MOST_NOTED = 100_000;
const MOST_SCOPES = 1_000;

export function createJournal(newId: () => string, changed: () => void): Journal {
  let followed = new Map<string, Followed>();
  let moment = 0;
  /** Tokens of a state that was thrown away must not fit the next one. */
  let era = newId();

  const follow = (scope: Scope, floor: number): Followed => {
    const made: Followed = { scope, floor, noted: new Map() };
    followed.set(nameOf(scope), made);
    if (followed.size > MOST_SCOPES) followed.delete(followed.keys().next().value as string);
    return made;
  };
  const noteIn = (one: Followed, entry: Omit<Noted, "created">, isNew: boolean): void => {
    const name = `${entry.container}\n${entry.key}`;
    const known = one.noted.get(name);
    one.noted.delete(name);
    one.noted.set(name, { ...entry, created: isNew && !known ? entry.moment : (known?.created ?? 0) });
    if (one.noted.size <= MOST_NOTED) return;
    const [oldest] = one.noted;
    if (!oldest) return;
    one.floor = oldest[1].moment;
    one.noted.delete(oldest[0]);
  };
  const snapshot = (): JsonObject => ({
    era,
    moment,
    scopes: [...followed.values()].map(({ scope, floor, noted }) => ({
      ...scope,
      floor,
      noted: [...noted.values()].map((one) => ({ ...one })),
    })),
  });
  return {
    mark: (scope) => {
      if (!followed.has(nameOf(scope))) {
        follow(scope, moment);
        changed();
      }
      return `${era}.${moment}`;
    },
    since: (scope, token) => {
      const [givenEra, text = ""] = token.split(".");
      const one = followed.get(nameOf(scope));
      const from = /^\d+$/.test(text) ? Number(text) : Number.NaN;
      if (!one || givenEra !== era || !(from >= one.floor) || from > moment) return undefined;
      return [...one.noted.values()].filter(
        (entry) => entry.moment > from && !(entry.removed && entry.created > from),
      );
    },
    note: (container, key, before, after) => {
      if (followed.size === 0) return;
      moment += 1;
      const object = after ?? before;
      const id = object?.id ?? key;
      const entry = { container, key, id, removed: after === undefined, moment };
      for (const one of followed.values()) if (covers(one.scope, container)) noteIn(one, entry, !before);
    },
    snapshot: () => (followed.size === 0 ? {} : snapshot()),
    restore: (value) => {
      followed = new Map();
      if (!isObject(value)) return;
      era = typeof value.era === "string" ? value.era : newId();
      moment = typeof value.moment === "number" ? value.moment : 0;
      for (const scope of Array.isArray(value.scopes) ? value.scopes : []) {
        if (!isObject(scope) || typeof scope.path !== "string")
          throw new TypeError("Unexpected value of flows.journal.scopes, expected objects with a path");
        const one = follow({ path: scope.path, below: scope.below === true }, Number(scope.floor));
        for (const noted of Array.isArray(scope.noted) ? scope.noted : [])
          if (isObject(noted)) one.noted.set(`${noted.container}\n${noted.key}`, noted as unknown as Noted);
      }
    },
    reset: () => {
      followed = new Map();
      moment = 0;
      era = newId();
    },
  };
}

function nameOf({ path, below }: Scope): string {
  return below ? `${path}/*` : path;
}

export function covers({ path, below }: Scope, container: string): boolean {
  return below ? container.startsWith(`${path}/`) : container === path;
}
