/** Puts seed data where requests will look for it, and finds users among what is there. */
import type { Settings } from "../options.ts";
import { isObject, member } from "../store/json.ts";
import { createRandom } from "../store/random.ts";
import type { Store } from "../store/store.ts";
import type { Api } from "./api.ts";
import type { Directory } from "./users.ts";
import type { Versions } from "./versions.ts";

const USERS = "/users";

/** The containers that were filled: what the pages list is not in them. */
export function plant(
  { seedData, seed }: Settings,
  api: Api,
  directory: Directory,
  store: Store,
): ReadonlySet<string> {
  const filled = new Set<string>();
  if (!seedData) return filled;
  const random = createRandom(seed, "seed data");
  // Users first: the paths of collections may name them.
  if (seedData.users) filled.add(USERS);
  for (const user of seedData.users ?? []) store.put(USERS, user.id, user);
  for (const [path, held] of Object.entries(seedData.collections ?? {})) {
    const { container, key, keyProperty } = placeOf(path, api, directory);
    if (isObject(held)) {
      if (key === undefined) store.putSingleton(container, held);
      else store.put(container, key, { [keyProperty]: key, ...held });
      continue;
    }
    const whole = key === undefined ? container : `${container}/${key}`;
    filled.add(whole);
    for (const object of held) {
      const id = member(object, keyProperty) ?? random.uuid();
      store.put(whole, String(id), { [keyProperty]: id, ...object });
    }
  }
  return filled;
}

function placeOf(path: string, api: Api, directory: Directory) {
  const match = api.find("GET", path) ?? api.find("POST", path);
  const place = match?.target.locator.locate(match.values, directory);
  const listing = match?.target.collection().endpoint("GET");
  return {
    ...(place ?? { container: undescribed(path, directory), key: undefined }),
    keyProperty: listing?.itemKey ?? "id",
  };
}

/** A path that no page describes is kept all the same: below the user's id, never below `/me`. */
function undescribed(path: string, directory: Directory): string {
  return path
    .replace(/^\/me(?=\/|$)/i, `${USERS}/${directory.signedIn.id}`)
    .replace(/^\/users\/([^/]+)/i, (_, name: string) => `${USERS}/${directory.idOf(name) ?? name}`);
}

/** The id of the user of that userPrincipalName, which is in lower case; what pages list counts as long as it is not deleted. */
export function findUser(userPrincipalName: string, versions: Versions, store: Store): string | undefined {
  const isMeant = (user: unknown): boolean =>
    isObject(user) && String(member(user, "userPrincipalName")).toLowerCase() === userPrincipalName;
  for (const [id, user] of store.collection(USERS) ?? []) if (isMeant(user)) return id;
  for (const api of versions) {
    for (const [id, user] of api.routeOf(USERS)?.initial().byKey ?? [])
      if (isMeant(user) && !store.isDeleted(USERS, id)) return id;
  }
  return undefined;
}
