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
  const ids = new Map<string, string>();
  const gone = new Set<string>();
  return {
    created(path, id) {
      const collection = plain(path);
      if (!ids.has(collection)) ids.set(collection, id);
      gone.delete(`${collection}/${encodeURIComponent(id).toLowerCase()}`);
    },
    deleted(path) {
      const object = plain(path);
      gone.add(object);
      for (const [collection, id] of ids) {
        const own = `${collection}/${encodeURIComponent(id).toLowerCase()}`;
        if (own === object || own.startsWith(`${object}/`)) ids.delete(collection);
      }
    },
    resolve(template, path) {
      const [pathname = "", ...query] = path.split("?");
      const names = (template.split("?")[0] ?? "").split("/");
      const segments = pathname.split("/");
      const unknown: string[] = [];
      const deleted: string[] = [];
      let namesCreated = false;
      for (const [index, name] of names.entries()) {
        const segment = segments[index];
        // Another path than the template's: one that a check made up.
        const isLiteral = !name.includes("{");
        if (segment === undefined || (isLiteral && name.toLowerCase() !== segment.toLowerCase()))
          return { path, namesCreated: false, unknown: [], deleted: [] };
        const parameter = /\{([^{}]+)\}/.exec(name)?.[1];
        if (parameter === undefined) continue;
        const collection = segments.slice(0, index).join("/").toLowerCase();
        const isGone = gone.has(`${collection}/${segment.toLowerCase()}`);
        if (fixed(template, parameter) && !isGone) continue;
        const id = name === `{${parameter}}` ? ids.get(collection) : undefined;
        if (id === undefined) {
          unknown.push(parameter);
          if (isGone) deleted.push(collection);
          continue;
        }
        segments[index] = encodeURIComponent(id);
        namesCreated = true;
      }
      return { path: [segments.join("/"), ...query].join("?"), namesCreated, unknown, deleted };
    },
  };
}

function plain(path: string): string {
  return (path.split("?")[0] ?? path).replace(/\/$/, "").toLowerCase();
}
