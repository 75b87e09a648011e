import { matchTemplate, withValues } from "../../../spec/openapi/index.ts";

/**
 * Carries ids from what was created to the requests that need one: what `POST /me/profile/emails` answered takes the place of the documented id in
 * `GET /me/profile/emails/{id}`, for a server does not have the objects of the pages' examples.
 */
export interface IdBindings {
  /** Notes what a request at `path` created. */
  created(path: string, id: string): void;
  /** Notes that what lies at `path` is gone, and all that lay below it. */
  deleted(path: string): void;
  /** The path with the ids of created objects in the place of the parameters that follow their collections. */
  resolve(template: string, path: string): Aimed;
}

/** A path, and where the values of its parameters come from. */
export interface Aimed {
  readonly path: string;
  /** Whether it names an object that the run created. */
  readonly namesCreated: boolean;
  /** Parameters that the user gave no value for and that nothing was created for: the target may know nothing by their documented values. */
  readonly unknown: readonly string[];
  /** The collections of objects that the run deleted and that the path still needs. */
  readonly deleted: readonly string[];
}

/** `fixed`: whether the user gave a value for that parameter of the template. */
export function createIdBindings(fixed: (template: string, parameter: string) => boolean): IdBindings {
  /** Ids by their collection, the first one made first. A collection whose last object was deleted stays, and is empty. */
  const ids = new Map<string, string[]>();
  const gone = new Set<string>();
  return {
    created(path, id) {
      const collection = plain(path);
      ids.set(collection, [...(ids.get(collection) ?? []), id]);
      gone.delete(`${collection}/${encodeURIComponent(id).toLowerCase()}`);
    },
    deleted(path) {
      const object = plain(path);
      gone.add(object);
      for (const [collection, made] of ids) {
        if (collection.startsWith(`${object}/`)) ids.delete(collection);
        else
          ids.set(
            collection,
            made.filter((id) => `${collection}/${encodeURIComponent(id).toLowerCase()}` !== object),
          );
      }
    },
    resolve(template, path) {
      const [pathname = "", ...query] = path.split("?");
      const unknown: string[] = [];
      const deleted: string[] = [];
      let namesCreated = false;
      // Another path than the template's is one that a check made up.
      const values = matchTemplate(template, pathname) ?? [];
      const aimed = withValues(pathname, values, ({ name, raw }, before) => {
        const collection = plain(before).replace(/(?:\/|\('?)$/, "");
        const made = /(?:\/|\('?)$/.test(before) ? ids.get(collection) : undefined;
        const isGone = gone.has(`${collection}/${raw.toLowerCase()}`) || made?.length === 0;
        if (fixed(template, name) && !isGone) return undefined;
        const id = made?.[0];
        if (id === undefined) {
          unknown.push(name);
          if (isGone) deleted.push(collection);
        }
        namesCreated ||= id !== undefined;
        return id;
      });
      return { path: [aimed, ...query].join("?"), namesCreated, unknown, deleted };
    },
  };
}

function plain(path: string): string {
  return (path.split("?")[0] ?? path).replace(/\/$/, "").toLowerCase();
}
