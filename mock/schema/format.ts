import type { Schema } from "../../spec/openapi/index.ts";
import { invalid, shown, type Validate } from "./fault.ts";

const DATE_TIME = {
  pattern: /^-?\d{4,}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?(?:Z|[+-]\d\d:\d\d)?)?$/i,
  name: "a date and time such as 2021-01-31T12:00:00Z",
};
const DURATION = {
  pattern: /^-?P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/i,
  name: "a duration such as PT1H",
};

/** Formats of OpenAPI 3.0.3 (section 4.4) and of OData's primitive types, as leniently as Graph reads them. */
const TEXT_FORMATS: Readonly<Record<string, { readonly pattern: RegExp; readonly name: string }>> = {
  "date-time": DATE_TIME,
  date: { pattern: /^-?\d{4,}-\d\d-\d\d$/, name: "a date such as 2021-01-31" },
  uuid: { pattern: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, name: "a GUID" },
  duration: DURATION,
  DateTimeOffset: DATE_TIME,
  Date: DATE_TIME,
  Duration: DURATION,
};

/** Undefined where the schema names no format, length or pattern that can be judged. */
export function formatCheck(schema: Schema): Validate | undefined {
  const format = TEXT_FORMATS[schema["x-edm-type"] ?? schema.format ?? ""];
  const pattern = compilePattern(schema.pattern);
  const { minLength = 0 } = schema;
  if (schema.format === "int32") return int32;
  if (!format && !pattern && minLength === 0) return undefined;
  return (value, at) => {
    if (typeof value !== "string") return undefined;
    if (format && !format.pattern.test(value))
      return invalid(at, value, `Unexpected ${shown(value)}, expected ${format.name}`);
    if (value.length < minLength)
      return invalid(at, value, `Unexpected ${shown(value)}, expected ${minLength} or more characters`);
    if (pattern && !pattern.test(value))
      return invalid(at, value, `Unexpected ${shown(value)}, expected text like ${schema.pattern}`);
    return undefined;
  };
}

const int32: Validate = (value, at) =>
  typeof value === "number" && (value > 0x7fff_ffff || value < -0x8000_0000)
    ? invalid(at, value, `Unexpected ${shown(value)}, expected a 32-bit integer`)
    : undefined;

/** A pattern that this engine cannot read restricts nothing. */
function compilePattern(pattern: string | undefined): RegExp | undefined {
  if (pattern === undefined) return undefined;
  try {
    return new RegExp(pattern, "u");
  } catch {
    return undefined;
  }
}
