import {
  isJsonObject,
  type JsonValue,
  METHODS,
  type MediaType,
  type OpenApiDocument,
} from "../../spec/openapi/index.ts";

/** The texts that pages show in place of a value: `"Date"` for a date. */
export interface ShownPlaceholders {
  /** Whether a page shows the value as a placeholder of a property with that name. */
  has(name: string, value: JsonValue | undefined): boolean;
}

export function createShownPlaceholders(document: OpenApiDocument): ShownPlaceholders {
  let known: ReadonlySet<string> | undefined;
  return {
    has(name, value) {
      if (typeof value !== "string") return false;
      known ??= new Set(shownIn(document));
      return known.has(keyOf(name, value));
    },
  };
}

function* shownIn(document: OpenApiDocument): Generator<string> {
  for (const item of Object.values(document.paths)) {
    for (const method of METHODS) {
      const { requestBody, responses = {} } = item[method] ?? {};
      for (const body of [requestBody, ...Object.values(responses)]) {
        for (const type of Object.values(body?.content ?? {})) yield* shownAs(type);
      }
    }
  }
}

function* shownAs({ examples = {} }: MediaType): Generator<string> {
  for (const { value, "x-placeholders": pointers = [] } of Object.values(examples)) {
    for (const pointer of pointers) {
      const path = pointer.split("/").slice(1).map(unescaped);
      const shown = path.reduce<JsonValue | undefined>(memberOf, value);
      if (typeof shown === "string") yield keyOf(path.findLast((part) => !/^\d+$/.test(part)) ?? "", shown);
    }
  }
}

function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (Array.isArray(value)) return (value as readonly JsonValue[])[Number(name)];
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** RFC 6901, section 4. */
function unescaped(part: string): string {
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}

function keyOf(name: string, value: string): string {
  return JSON.stringify([name, value]);
}
