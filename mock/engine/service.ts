/** Graph is a gateway before several services, and each shows in the answers: in its fields, and in the codes of its errors. */

export interface Service {
  readonly name: "directory" | "exchange" | "files" | "intune" | "teams" | "other";
  readonly cacheControl: string;
  /** Whether answers tell what they cost (`x-ms-resource-unit`). */
  readonly metered: boolean;
  /** Of an object that is not there; undefined where it is the directory's. */
  readonly notFound?: { readonly code: string; readonly message: string };
  /** Of a property's value that is refused. */
  readonly badValue: string;
}

const DIRECTORY: Service = {
  name: "directory",
  cacheControl: "no-cache",
  metered: true,
  badValue: "Request_BadRequest",
};
const OTHER: Service = { name: "other", cacheControl: "no-cache", metered: true, badValue: "BadRequest" };
const EXCHANGE: Service = {
  name: "exchange",
  cacheControl: "private",
  metered: false,
  notFound: { code: "ErrorItemNotFound", message: "The specified object was not found in the store." },
  badValue: "BadRequest",
};
const FILES: Service = {
  name: "files",
  cacheControl: "no-store, no-cache",
  metered: false,
  notFound: { code: "itemNotFound", message: "The resource could not be found." },
  badValue: "invalidRequest",
};
const INTUNE: Service = {
  name: "intune",
  cacheControl: "no-cache",
  metered: false,
  notFound: { code: "ResourceNotFound", message: "Resource not found." },
  badValue: "BadRequest",
};
const TEAMS: Service = {
  name: "teams",
  cacheControl: "private",
  metered: false,
  notFound: { code: "NotFound", message: "NotFound" },
  badValue: "BadRequest",
};

/** By the beginning of the path, in the order in which they are tried; what stands below a user or a group belongs to many. */
const SERVICES: readonly (readonly [RegExp, Service])[] = [
  [
    /^\/(?:me|users\/[^/]+|groups\/[^/]+)\/(?:messages|mailFolders|events|calendars?|calendarView|calendarGroups|contacts|contactFolders|mailboxSettings|outlook|inferenceClassification|findMeetingTimes|getMailTips|sendMail|conversations|threads)\b/i,
    EXCHANGE,
  ],
  [/^\/(?:drives?|shares|sites)\b|^\/(?:me|users\/[^/]+|groups\/[^/]+)\/(?:drives?|sites)\b/i, FILES],
  [/^\/(?:deviceManagement|deviceAppManagement)\b/i, INTUNE],
  [
    /^\/(?:teams|chats|teamwork|communications)\b|^\/(?:me|users\/[^/]+)\/(?:joinedTeams|chats|teamwork)\b/i,
    TEAMS,
  ],
  [
    /^\/(?:me|users|groups|applications|servicePrincipals|devices|directoryObjects|directoryRoles|directory|organization|domains|contacts|oauth2PermissionGrants|administrativeUnits|subscribedSkus)\b/i,
    DIRECTORY,
  ],
];

export function serviceOf(path: string): Service {
  return SERVICES.find(([pattern]) => pattern.test(path))?.[1] ?? OTHER;
}

/** What answers of an operation say of their service. */
export interface ServiceFacts {
  readonly cacheControl: string;
  /** What an answer costs without a query; undefined where the service does not say. */
  readonly units: number | undefined;
}

export function factsOf(method: string, path: string): ServiceFacts {
  const { cacheControl, metered } = serviceOf(path);
  return { cacheControl, units: metered ? unitsOf(method, path) : undefined };
}

/** Lists cost more than one object, and questions of membership most. */
function unitsOf(method: string, path: string): number {
  const last = path.split("/").at(-1) ?? "";
  if (method === "POST") {
    if (/^checkMember/i.test(last)) return 4;
    if (/^(?:getByIds|validateProperties)$/i.test(last)) return 3;
    return /^getMember/i.test(last) ? 2 : 1;
  }
  if (method !== "GET") return 1;
  if (/\/(?:transitiveMembers|members)$/i.test(path)) return 3;
  return /^\/(?:users|applications|servicePrincipals|oauth2PermissionGrants|devices)$|\/(?:transitiveMemberOf|memberOf|appRoleAssignments)\b/i.test(
    path,
  )
    ? 2
    : 1;
}

/** A `$select` makes an answer cheaper, but none is free. */
export function withQuery(units: number, search: string): number {
  return search !== "" && /[?&](?:\$|%24)?select=/i.test(search) ? Math.max(1, units - 1) : units;
}
