import { isJsonObject, isSecretName, type JsonValue, REDACTED, redactUrl } from "../../spec/openapi/index.ts";
import type { Redactor } from "../http/redact.ts";

/**
 * Takes from observed values what names a tenant, a person or a secret, and keeps what they are: a GUID becomes another GUID, an address another
 * address, an id another id, each the same wherever it stands. Other texts stay as they are.
 */
export interface Pseudonyms {
  /** Members that are null are left out: whether a value is there at the moment is no part of a contract. */
  json(value: JsonValue): JsonValue;
  /** The whole of a text that is known to be an id, such as a segment of a path. */
  id(value: string): string;
  text(value: string): string;
}

const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const ADDRESS = /[\w.+'#-]+@[\w-]+(?:\.[\w-]+)+/g;
/** A JSON Web Token (RFC 7519), and what URLs that need no token carry in its place. */
const TOKEN = /\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g;
const LINK = /\b[a-z][a-z\d+.-]*:\/\/[^\s"<>]+\?[^\s"<>]+/gi;
/** Members that hold what people are called. */
const PERSON_NAME =
  /^(?:(?:user|owner|author|sender|given|first|last|middle|maiden|full|nick|preferred)(?:Display)?Name|surname|nickname|mailNickname)$/i;
/** Members by which an object tells that it is a person; its other names are a person's then as well. */
const PERSON_MARK = /^(?:userPrincipalName|givenName|surname|mail|emailAddress|mailNickname|userId)$/i;
/** Members whose objects are people, whatever they show. */
const PERSON_MEMBER = /^(?:user|emailAddress|organizer|sender|from|manager|owner|assignedTo)$/i;
const NAME = /^(?:displayName|name|title)$/i;
const ID_NAME = /^id$|[a-z]I[dD]$/;

/** The same form without what it holds: a contract asks for forms. */
function hidden(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(hidden);
  if (isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, hidden(member)]));
  }
  return typeof value === "string" ? REDACTED : typeof value === "number" ? 0 : value;
}

/** `redact` takes out what is known to be secret. */
export function createPseudonyms(): { readonly of: (redact: Redactor) => Pseudonyms } {
  const kinds = new Map<string, Map<string, string>>();
  const standIn = (kind: string, value: string, make: (count: number) => string): string => {
    const known = kinds.get(kind) ?? new Map<string, string>();
    kinds.set(kind, known);
    const key = value.toLowerCase();
    const name = known.get(key) ?? make(known.size + 1);
    known.set(key, name);
    return name;
  };
  const named = (value: string): string =>
    value
      .replace(TOKEN, REDACTED)
      .replace(LINK, (link) => redactUrl(link))
      .replace(GUID, (guid) =>
        standIn("guid", guid, (count) => `00000000-0000-4000-8000-${String(count).padStart(12, "0")}`),
      )
      .replace(ADDRESS, (address) => standIn("address", address, (count) => `person${count}@example.com`));
  return {
    of(redact) {
      const text = (value: string): string => named(redact.text(value));
      const id = (value: string): string => {
        const plain = text(value);
        return plain === value && value !== "" ? standIn("id", value, (count) => `id-${count}`) : plain;
      };
      const person = (value: string): string => standIn("person", value, (count) => `Name ${count}`);
      const json = (value: JsonValue, name = "", isPerson = false): JsonValue => {
        if (isSecretName(name)) return hidden(value);
        if (Array.isArray(value))
          return (value as readonly JsonValue[]).map((one) => json(one, name, isPerson));
        if (isJsonObject(value)) {
          const members = Object.entries(value).filter(([, member]) => member !== null);
          const named = PERSON_MEMBER.test(name) || members.some(([key]) => PERSON_MARK.test(key));
          return Object.fromEntries(
            members.map(([key, member]) => [redact.text(key), json(member, key, named)]),
          );
        }
        if (typeof value !== "string" || name === "@odata.type") return value;
        if (value !== "" && (PERSON_NAME.test(name) || (isPerson && NAME.test(name)))) return person(value);
        return ID_NAME.test(name) ? id(value) : text(value);
      };
      return { json, id, text };
    },
  };
}
