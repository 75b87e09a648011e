/**
 * Values of examples that stand for a value and are none: `"String (timestamp)"`, `"phoneType-value"`, `{ "@odata.type": "microsoft.graph.phone" }`.
 * A generator left them in place of data. Nothing is learnt from them, and they are not sent to a server.
 */
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { primitiveName } from "./type-reference.ts";

/** Properties that hold the name of a type: `"dataType": "String"` is data. */
const NAMES_A_TYPE = /(?:types?|kinds?|formats?|schemas?)$/i;

/** Spellings of type names that nobody uses as data. Others, such as `text`, `double` and `date`, are ordinary words. */
const TYPE_WORD =
  /^(?:[Ee]dm\.\w+|[Ss]trings?|[Bb]oolean|[Ii]nt(?:16|32|64|eger)|[Gg]uid|GUID|Date|[Dd]ate[Tt]ime(?:[Oo]ffset)?|[Tt]imestamp|[Tt]imeOfDay)$/;

/** `name` is the property's: some properties hold what would be a placeholder elsewhere. */
export function isSkeletonValue(value: JsonValue, name = ""): boolean {
  if (isJsonObject(value)) return isTypeAlone(value);
  if (typeof value !== "string" || name.startsWith("@") || name.includes("@odata.")) return false;
  const text = value.trim();
  if (text.length > LONGEST) return false;
  if (isBracketed(text)) return true;
  const hinted = /^([A-Za-z][\w.]*)\s*\(\s*[a-z][\w\s-]*\)$/i.exec(text);
  if (hinted && primitiveName(hinted[1] ?? "") && TYPE_WORD.test(hinted[1] ?? "")) return true;
  if (/^[A-Za-z][\w.]*-value$/i.test(text)) return true;
  if (/^@odata\.type$/i.test(text) || /^\.{3,}$|^…$/.test(text)) return true;
  if (NAMES_A_TYPE.test(name)) return false;
  return TYPE_WORD.test(text) || /^[a-z]\w*(?: \| [a-z]\w*)+$/.test(text);
}

const LONGEST = 200;

/** `{id}`, `<user id>`: one pair of brackets around words. A template (`{0}`), JSON or markup as a text is data. */
function isBracketed(text: string): boolean {
  return /^(?:\{\s*[A-Za-z][\w\s|.-]*\}|<\s*[A-Za-z][\w\s|.-]*>)$/.test(text);
}

/** The name of a type without `#`, and nothing else: on the wire it would have the `#` (OData JSON 4.01, section 4.6.3). */
function isTypeAlone(value: JsonObject): boolean {
  const names = Object.keys(value);
  const type = value["@odata.type"];
  return names.length === 1 && typeof type === "string" && /^[A-Za-z][\w.]*$/.test(type);
}

export interface Skeleton {
  /** JSON pointer (RFC 6901) of the value in its body. */
  readonly pointer: string;
  readonly name: string;
  readonly value: JsonValue;
}

/** Every placeholder in a body, outermost ones alone. */
export function skeletonsIn(value: JsonValue): Skeleton[] {
  const found: Skeleton[] = [];
  const visit = (part: JsonValue, pointer: string, name: string): void => {
    if (pointer !== "" && isSkeletonValue(part, name)) {
      found.push({ pointer, name, value: part });
      return;
    }
    if (Array.isArray(part)) {
      for (const [index, item] of (part as JsonValue[]).entries()) visit(item, `${pointer}/${index}`, name);
      return;
    }
    if (!isJsonObject(part)) return;
    for (const [key, member] of Object.entries(part))
      visit(member, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, key);
  };
  visit(value, "", "");
  return found;
}

/** The body without its placeholders; undefined where nothing is left of it. */
export function withoutSkeletons(value: JsonValue, name = ""): JsonValue | undefined {
  if (isSkeletonValue(value, name)) return undefined;
  if (Array.isArray(value))
    return (value as JsonValue[])
      .map((item) => withoutSkeletons(item, name))
      .filter((item) => item !== undefined);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]) => [key, withoutSkeletons(member, key)] as const)
      .filter((entry): entry is [string, JsonValue] => entry[1] !== undefined),
  );
}
