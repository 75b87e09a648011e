/**
 * Things of a tree by their path instead of their id: `root:/folder/plan.txt:/content` for `items/{id}/content`. The reference's
 * guide documents it once for all operations on items, so that a page need not show it.
 */

import type { Match } from "../../spec/openapi/index.ts";
import type { Api, Route } from "../api/index.ts";
import type { Place } from "../api/place.ts";

export interface Addressed {
  readonly match: Match<Route>;
  /** The place of the route, with the path where the id would be. */
  place(located: Place): Place;
}

const BY_PATH = /^(.*)\/(root|items\/[^/:]+):\/(.+?)(?::(\/.*)?|\/?)$/i;
/** Stands for the id while the route is looked for. */
const ID = "addressed-by-path";

export function addressedByPath(method: string, path: string, api: Api): Addressed | undefined {
  const decoded = path.replace(/%3a/gi, ":");
  const [, above = "", parent = "", name = "", rest = ""] = BY_PATH.exec(decoded) ?? [];
  if (name === "") return undefined;
  const match = api.find(method, `${above}/items/${ID}${rest}`);
  if (!match) return undefined;
  const shown = decodedPath(name);
  const spelt = `${parent}:/${shown.includes("/") ? encodeURIComponent(shown) : shown}`;
  return {
    match,
    place: ({ container, key }) =>
      key === ID
        ? { container: container.replace(/\/items$/i, `/${parent}:`), key: spelt.slice(parent.length + 2) }
        : {
            container: container.replace(`/items/${ID}`, `/${spelt}:`),
            ...(key === undefined ? {} : { key }),
          },
  };
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
