/** What a mock's collections hold before any client comes, as whoever runs it wrote it down. */
import type { JsonObject } from "../../spec/openapi/index.ts";
import { isObject } from "./json.ts";

export interface SeedData {
  /** Objects of `/users`; the first is signed in where nobody else was named. */
  readonly users?: readonly SeededUser[];
  /** By path (`/groups`, `/me/contacts`): a list of objects, or the one thing that stands there. */
  readonly collections?: Readonly<Record<string, readonly JsonObject[] | JsonObject>>;
}

export type SeededUser = JsonObject & { readonly id: string; readonly userPrincipalName: string };

export function seededUser(
  data: SeedData | undefined,
): { readonly id: string; readonly userPrincipalName: string; readonly displayName?: string } | undefined {
  const [user] = data?.users ?? [];
  if (!user) return undefined;
  const { id, userPrincipalName, displayName } = user;
  return { id, userPrincipalName, ...(typeof displayName === "string" ? { displayName } : {}) };
}

/** Throws a `TypeError` that says what is wrong and where. */
export function readSeedData(value: unknown): SeedData {
  if (!isObject(value))
    throw new TypeError("Unexpected value, expected an object with 'users' or 'collections'");
  const other = Object.keys(value).find((name) => name !== "users" && name !== "collections");
  if (other !== undefined) throw new TypeError(`Unexpected '${other}', expected 'users' or 'collections'`);
  return {
    ...(value.users === undefined ? {} : { users: readUsers(value.users) }),
    ...(value.collections === undefined ? {} : { collections: readCollections(value.collections) }),
  };
}

function readUsers(value: unknown): SeededUser[] {
  if (!Array.isArray(value)) throw new TypeError("Unexpected 'users', expected a list");
  return value.map((user: unknown, index) => {
    if (!isUser(user))
      throw new TypeError(`Unexpected users[${index}], expected 'id' and 'userPrincipalName'`);
    return user;
  });
}

function isUser(value: unknown): value is SeededUser {
  return isObject(value) && isFilled(value.id) && isFilled(value.userPrincipalName);
}

function isFilled(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function readCollections(value: unknown): NonNullable<SeedData["collections"]> {
  if (!isObject(value)) throw new TypeError("Unexpected 'collections', expected objects by path");
  return Object.fromEntries(
    Object.entries(value).map(([path, held]: [string, unknown]) => {
      if (!path.startsWith("/"))
        throw new TypeError(`Unexpected path '${path}', expected it to begin with /`);
      if (isObject(held)) return [path, held];
      if (Array.isArray(held) && held.every(isObject)) return [path, held as readonly JsonObject[]];
      throw new TypeError(`Unexpected value of '${path}', expected a list of objects or one object`);
    }),
  );
}
