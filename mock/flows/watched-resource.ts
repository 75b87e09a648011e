/** From the text of a subscription's `resource` to what is kept: `me/mailFolders('Inbox')/messages`, `/users?$filter=...`, a full URL. */
import type { JsonObject } from "../../spec/openapi/index.ts";
import type { Api, Endpoint } from "../api/index.ts";
import type { Place } from "../api/place.ts";
import type { Directory } from "../api/users.ts";
import { documentedPath } from "./links.ts";

/** A change of one object: created where there was nothing before, removed where there is nothing after. */
export interface Change {
  readonly container: string;
  readonly key: string;
  readonly before: JsonObject | undefined;
  readonly after: JsonObject | undefined;
}

/** What a resource names: a documented path, or a root whose children or changes are documented. */
export function watchedPlace(resource: string, api: Api, directory: Directory): Place | undefined {
  const link = /^(?:https?:)?\//i.test(resource) ? resource : `/${resource}`;
  const path = documentedPath(link, api)?.split("?", 1)[0]?.replace(/\/+$/, "") ?? "";
  const locate = (at: string): Place | undefined => {
    const match = api.find("GET", at) ?? api.find("POST", at) ?? api.find("PATCH", at);
    return match?.target.locator.locate(match.values, directory);
  };
  const place = locate(path);
  if (place) return place;
  const below = locate(`${path}/delta`) ?? locate(`${path}/children`);
  return below && { container: below.container.replace(/\/[^/]*$/, "") };
}

/** Whether the change is one of what the resource names: an object, a collection, or all that is kept below a root. */
export function isWatched(
  resource: string,
  { container, key }: Change,
  api: Api,
  directory: Directory,
): boolean {
  const place = watchedPlace(resource, api, directory);
  if (!place) return false;
  // What stands alone is kept under its own path; the signed-in user is one of the users all the same.
  if (container === "" && key.replace(/\/[^/]*$/, "") === place.container) return place.key === undefined;
  const at = container === "" ? key : container;
  if (place.key !== undefined)
    return at === `${place.container}/${place.key}` || (at === place.container && key === place.key);
  if (at === place.container) return true;
  const root = /^(.+)\/root$/i.exec(place.container)?.[1];
  return root !== undefined && at.startsWith(`${root}/`);
}

/** The documented operation that reads such an object. */
export function readerOf({ container, key }: Change, api: Api): Endpoint | undefined {
  const path = container === "" ? key : `${container}/${key}`;
  const own = path.replace(/^\/users\/[^/]+\//i, "/me/");
  return [path, own]
    .map((one) => api.find("GET", one)?.target.endpoint("GET"))
    .find((endpoint) => endpoint !== undefined);
}
