/**
 * Carries ids from what was created to the requests that need one: what `POST /me/profile/emails` answered takes the place of the documented id in
 * `GET /me/profile/emails/{id}`, for a server does not have the objects of the pages' examples.
 */
export interface IdBindings {
  /** Notes what a request at `path` created. */
  created(path: string, id: string): void;
  /** The path with the ids of created objects in the place of the parameters that follow their collections. */
  resolve(template: string, path: string): string;
}

/** `fixed`: parameters whose value the user gave. */
export function createIdBindings(fixed: Readonly<Record<string, string>>): IdBindings {
  const ids = new Map<string, string>();
  return {
    created(path, id) {
      const collection = (path.split("?")[0] ?? path).toLowerCase();
      if (!ids.has(collection)) ids.set(collection, id);
    },
    resolve(template, path) {
      if (ids.size === 0) return path;
      const [pathname = "", ...query] = path.split("?");
      const names = (template.split("?")[0] ?? "").split("/");
      const segments = pathname.split("/");
      for (const [index, name] of names.entries()) {
        const parameter = /^\{([^{}]+)\}$/.exec(name)?.[1];
        const segment = segments[index];
        if (segment === undefined) return path;
        // Another path than the template's: one that a check made up.
        if (!name.includes("{") && name.toLowerCase() !== segment.toLowerCase()) return path;
        if (parameter === undefined || Object.hasOwn(fixed, parameter)) continue;
        const id = ids.get(segments.slice(0, index).join("/").toLowerCase());
        if (id !== undefined) segments[index] = encodeURIComponent(id);
      }
      return [segments.join("/"), ...query].join("?");
    },
  };
}
