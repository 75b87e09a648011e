/** What the service writes on an object itself: when it was made and changed, by whom, and in which state it is. */
import type { JsonObject, JsonValue } from "../../spec/openapi/index.ts";
import { isObject } from "../store/json.ts";
import type { Call, World } from "./call.ts";

/** Who writes, and when. */
type Stamping = Pick<World, "user" | "newEtag"> & Pick<Call, "now">;

const MADE: ReadonlySet<string> = new Set(["createdDateTime", "creationDateTime", "dateTimeCreated"]);
const CHANGED: ReadonlySet<string> = new Set([
  "lastModifiedDateTime",
  "lastUpdatedDateTime",
  "modifiedDateTime",
  "updatedDateTime",
  "dateTimeLastModified",
]);

/** Sent to be kept, never to be read. */
const WRITE_ONLY: ReadonlySet<string> = new Set([
  "passwordProfile",
  "password",
  "newPassword",
  "currentPassword",
  "clientSecret",
]);

/** A new object: `given` is what the client may say for itself. */
export function stampNew(object: JsonObject, given: JsonObject, service: Stamping): JsonObject {
  const named = (name: string): boolean => Object.hasOwn(given, name);
  return stamp(
    object,
    service,
    (name) => (MADE.has(name) || CHANGED.has(name) || isBy(name, true)) && !named(name),
  );
}

export function stampChanged(object: JsonObject, given: JsonObject, service: Stamping): JsonObject {
  return stamp(
    object,
    service,
    (name) => (CHANGED.has(name) || isBy(name, false)) && !Object.hasOwn(given, name),
  );
}

function isBy(name: string, isNew: boolean): boolean {
  return name === "lastModifiedBy" || (isNew && name === "createdBy");
}

function stamp(object: JsonObject, service: Stamping, wanted: (name: string) => boolean): JsonObject {
  let stamped: Record<string, JsonValue> | undefined;
  for (const [name, value] of Object.entries(object)) {
    if (WRITE_ONLY.has(name)) {
      stamped ??= { ...object };
      delete stamped[name];
      continue;
    }
    const next =
      name === "@odata.etag"
        ? service.newEtag()
        : wanted(name)
          ? stampLike(value as JsonValue, service)
          : undefined;
    if (next === undefined) continue;
    stamped ??= { ...object };
    stamped[name] = next;
  }
  return stamped ?? object;
}

/** In the form of the documented value. */
function stampLike(documented: JsonValue, { now, user }: Stamping): JsonValue | undefined {
  if (isObject(documented)) {
    if (!isObject(documented.user)) return undefined;
    const known = {
      id: user.id,
      displayName: user.displayName ?? null,
      userPrincipalName: user.userPrincipalName,
    };
    const names = new Set(["id", "displayName", ...Object.keys(documented.user)]);
    const shown = Object.entries(known).filter(([name]) => names.has(name));
    return { ...documented, user: Object.fromEntries(shown) };
  }
  if (typeof documented !== "string") return undefined;
  if (/^\d{4}-\d\d-\d\d$/.test(documented)) return now.toISOString().slice(0, 10);
  if (/date|time|timestamp|^\d{4}-/i.test(documented)) return moment(documented, now);
  return documented.includes("@") ? user.userPrincipalName : undefined;
}

/** With as many digits of a second as the documented moment has. */
function moment(documented: string, now: Date): string {
  const digits = /\.(\d+)/.exec(documented)?.[1]?.length ?? 0;
  const [seconds = "", milliseconds = ""] = now.toISOString().slice(0, -1).split(".");
  return digits === 0 ? `${seconds}Z` : `${seconds}.${milliseconds.padEnd(digits, "0").slice(0, digits)}Z`;
}
