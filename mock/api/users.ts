import type { User } from "../options.ts";

/** Who a segment after `/users/` names: by id (case-sensitive) or userPrincipalName (not). */
export interface Directory {
  readonly signedIn: User;
  /** The user's id: the name itself for anybody where no list of users was given; undefined for a stranger to the list. */
  idOf(name: string): string | undefined;
}

export function createDirectory(signedIn: User, users: readonly User[] | undefined): Directory {
  const byName = new Map<string, string>();
  for (const user of [...(users ?? []), signedIn]) byName.set(user.userPrincipalName.toLowerCase(), user.id);
  const ids = new Set([...(users ?? []), signedIn].map(({ id }) => id));
  return {
    signedIn,
    idOf: (name) => {
      if (ids.has(name)) return name;
      return byName.get(name.toLowerCase()) ?? (users === undefined ? name : undefined);
    },
  };
}
