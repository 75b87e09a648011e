import { isJsonObject, type JsonValue } from "../../spec/openapi/index.ts";
import { isSecretField, type Redactor } from "../http/redact.ts";

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

const REDACTED = "[redacted]";
const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const ADDRESS = /[\w.+'#-]+@[\w-]+(?:\.[\w-]+)+/g;
/** A JSON Web Token (RFC 7519), and what URLs that need no token carry in its place. */
const TOKEN = /\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g;
const SIGNED = /([?&](?:tempauth|sig|code|access_token|token)=)[^&#\s"]+/gi;
const ID_NAME = /^id$|[a-z]I[dD]$/;

/** `redact` takes out what is known to be secret. */
export function createPseudonyms(): { readonly of: (redact: Redactor) => Pseudonyms } {
  const known = new Map<string, string>();
  const standIn = (kind: string, value: string, make: (count: number) => string): string => {
    const key = `${kind} ${value.toLowerCase()}`;
    const name =
      known.get(key) ?? make([...known.keys()].filter((one) => one.startsWith(`${kind} `)).length + 1);
    known.set(key, name);
    return name;
  };
  const named = (value: string): string =>
    value
      .replace(TOKEN, REDACTED)
      .replace(SIGNED, `$1${REDACTED}`)
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
      const json = (value: JsonValue, name = ""): JsonValue => {
        if (Array.isArray(value)) return (value as readonly JsonValue[]).map((one) => json(one, name));
        if (isJsonObject(value)) {
          const members = Object.entries(value).filter(([, member]) => member !== null);
          return Object.fromEntries(members.map(([key, member]) => [redact.text(key), json(member, key)]));
        }
        if (typeof value !== "string" || name === "@odata.type") return value;
        if (isSecretField(name)) return REDACTED;
        return ID_NAME.test(name) ? id(value) : text(value);
      };
      return { json, id, text };
    },
  };
}
