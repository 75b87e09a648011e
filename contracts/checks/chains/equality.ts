/**
 * Whether a value came back as it was sent. A server may write a date-time in another way (OData 4.01 JSON Format 7.1), leave out what is null, and
 * add members; it may not change a value.
 */
import {
  type FlatSchema,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type Source,
} from "../../../spec/openapi/index.ts";

export interface Difference {
  readonly path: readonly (string | number)[];
  readonly wanted: JsonValue | undefined;
  readonly got: JsonValue | undefined;
  /** The line that documents the property. */
  readonly source?: Source;
}

/** What a service changes by itself. */
const VOLATILE =
  /^(?:lastModified\w*|last\w*DateTime|modified\w*|updated\w*|etag|changeKey|version|revision|\w*Count|\w*Status|status|\w*State|state|isRead|webUrl)$/i;
/** What a service never gives back. */
const WRITE_ONLY = /password|secret|^contentBytes$/i;

/** Differences of what was sent to what came back: only what was sent counts, as far as it may be written. */
export function echoDifferences(
  sent: JsonObject,
  got: JsonObject,
  schema: FlatSchema,
): readonly Difference[] {
  return Object.entries(sent).flatMap(([name, value]) => {
    const property = schema.properties.get(name);
    if (name.includes("@") || WRITE_ONLY.test(name) || property?.readOnly || value === null) return [];
    if (property === undefined && !Object.hasOwn(got, name)) return [];
    const source = property?.["x-source"];
    return differences(value, got[name], [name]).map((one) => ({ ...one, ...(source ? { source } : {}) }));
  });
}

/** Differences of one representation of an object to another: annotations and what a service changes by itself do not count. */
export function objectDifferences(
  before: JsonObject,
  after: JsonObject,
  schema: FlatSchema,
  except: readonly string[] = [],
): readonly Difference[] {
  return Object.entries(before).flatMap(([name, value]) => {
    const property = schema.properties.get(name);
    if (name.includes("@") || WRITE_ONLY.test(name) || except.includes(name)) return [];
    if (VOLATILE.test(name) || value === null) return [];
    // What no page documents may be shown in one answer and not in another; so may an object that only the create shows.
    if (property === undefined && !Object.hasOwn(after, name)) return [];
    const source = property?.["x-source"];
    return differences(value, after[name], [name]).map((one) => ({ ...one, ...(source ? { source } : {}) }));
  });
}

function differences(
  wanted: JsonValue | undefined,
  got: JsonValue | undefined,
  path: readonly (string | number)[],
): readonly Difference[] {
  if (isNothing(wanted) && isNothing(got)) return [];
  if (isJsonObject(wanted) && isJsonObject(got)) {
    if (typeof wanted.contentType === "string" && wanted.contentType.toLowerCase() !== "text") return [];
    if (typeof wanted.timeZone === "string" && wanted.timeZone !== got.timeZone) return [];
    return Object.entries(wanted).flatMap(([name, value]) =>
      name.includes("@") || WRITE_ONLY.test(name) || value === null
        ? []
        : differences(value, got[name], [...path, name]),
    );
  }
  if (Array.isArray(wanted) && Array.isArray(got)) {
    const items = wanted as readonly JsonValue[];
    const others = got as readonly JsonValue[];
    if (items.length !== others.length) return [{ path, wanted, got }];
    return items.flatMap((item, index) => differences(item, others[index], [...path, index]));
  }
  return isSame(wanted, got) ? [] : [{ path, wanted, got }];
}

function isNothing(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

function isSame(wanted: JsonValue | undefined, got: JsonValue | undefined): boolean {
  if (wanted === got) return true;
  if (typeof wanted !== "string" || typeof got !== "string") return false;
  const [a, b] = [instant(wanted), instant(got)];
  if (a !== undefined && b !== undefined) return Math.abs(a - b) < 1000;
  return /^https?:\/\//i.test(wanted) && wanted.replace(/\/$/, "") === got.replace(/\/$/, "");
}

/** The moment that an ISO 8601 text names, in milliseconds; a date is its midnight. */
function instant(text: string): number | undefined {
  const match = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)(\.\d+)?(Z|[+-]\d\d:\d\d)?)?$/i.exec(text);
  if (!match) return undefined;
  const [, date, time = "00:00:00", fraction = "", zone = "Z"] = match;
  const at = Date.parse(`${date}T${time}${fraction.slice(0, 4)}${zone}`);
  return Number.isNaN(at) ? undefined : at;
}
