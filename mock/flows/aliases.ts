/** Several paths of one thing: a file is known by its id, by its place among the children of a folder and by its name. */
import type { JsonValue } from "../../spec/openapi/index.ts";
import { isObject } from "../store/json.ts";

export interface Home {
  readonly container: string;
  readonly key: string;
}

export interface Aliases {
  readonly size: number;
  find(path: string): Home | undefined;
  add(path: string, home: Home): void;
  /** Forgets the paths of a thing that is gone. */
  forget(home: Home): void;
  snapshot(): Record<string, JsonValue>;
  restore(value: unknown): void;
  reset(): void;
}

export function createAliases(): Aliases {
  let homes = new Map<string, Home>();
  return {
    get size() {
      return homes.size;
    },
    find: (path) => homes.get(path),
    add: (path, home) => void homes.set(path, home),
    forget: ({ container, key }) => {
      if (homes.size === 0) return;
      for (const [path, home] of homes)
        if (home.container === container && home.key === key) homes.delete(path);
    },
    snapshot: () => Object.fromEntries([...homes].map(([path, home]) => [path, { ...home }])),
    restore: (value) => {
      homes = new Map();
      for (const [path, home] of Object.entries(isObject(value) ? value : {}))
        if (isObject(home) && typeof home.container === "string" && typeof home.key === "string")
          homes.set(path, { container: home.container, key: home.key });
    },
    reset: () => {
      homes = new Map();
    },
  };
}
