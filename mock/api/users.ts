import type { User } from "../options.ts";

/** Who a segment after `/users/` names: by id (case-sensitive) or userPrincipalName (not). */
export interface Directory {
  readonly signedIn: User;
  /** The user's id: the name itself for anybody where no list of users was given; undefined for a stranger to the list. */
  idOf(name: string): string | undefined;
}

/** `find` looks among the objects of `/users` for what clients and pages put there. */
export function createDirectory(
  signedIn: User,
  users: readonly User[] | undefined,
  find: (userPrincipalName: string) => string | undefined = () => undefined,
): Directory {
  const byName = new Map<string, string>();
  for (const user of [...(users ?? []), signedIn]) byName.set(user.userPrincipalName.toLowerCase(), user.id);
  const ids = new Set([...(users ?? []), signedIn].map(({ id }) => id));
  return {
    signedIn,
    idOf: (name) => {
      if (ids.has(name)) return name;
      const known =
        byName.get(name.toLowerCase()) ?? (name.includes("@") ? find(name.toLowerCase()) : undefined);
      return known ?? (users === undefined ? name : undefined);
    },
  };
}
