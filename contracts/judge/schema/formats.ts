/**
 * What Graph sends for each format, which is wider than what RFC 3339 and OpenAPI call it. A page's "Date" is often a date-time and the
 * reverse; times come without a zone; ids that pages call GUIDs are none; Base64 comes with line breaks and in both alphabets.
 */
const TIME = String.raw`\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?`;
const ZONE = String.raw`(?:Z|[+-]\d\d:?\d\d)?`;
const DATE = new RegExp(String.raw`^[+-]?\d{4,6}-\d\d-\d\d(?:[T ]${TIME} ?${ZONE})?$`, "i");
const MONTH_AND_DAY = /^[+-]?\d{4,6}-(\d\d)-(\d\d)/;
const DURATION =
  /^[+-]?P(?=\d|T\d)(?:\d+(?:[.,]\d+)?Y)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?W)?(?:\d+(?:[.,]\d+)?D)?(?:T(?:\d+(?:[.,]\d+)?H)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?S)?)?$/i;
const CLOCK = /^-?(?:\d+\.)?\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?$/;
const BASE64 = /^[A-Za-z0-9+/_=\s-]*$/;

type Check = (text: string) => boolean;

const TEXTS: ReadonlyMap<string, { readonly fits: Check; readonly words: string }> = new Map([
  ["date-time", { fits: isDate, words: "a date and time" }],
  ["date", { fits: isDate, words: "a date" }],
  ["duration", { fits: isDuration, words: "an ISO 8601 duration" }],
  ["byte", { fits: isBase64, words: "Base64" }],
  ["base64url", { fits: isBase64, words: "Base64" }],
  // OData's names: what pages call them.
  ["DateTimeOffset", { fits: isDate, words: "a date and time" }],
  ["Date", { fits: isDate, words: "a date" }],
  ["Duration", { fits: isDuration, words: "an ISO 8601 duration" }],
  ["Binary", { fits: isBase64, words: "Base64" }],
]);

/** What a text of that format must be, where it is not. */
export function textFault(format: string, text: string): string | undefined {
  const known = TEXTS.get(format);
  return known && !known.fits(text) ? known.words : undefined;
}

/** What a number of that format must be, where it is not. */
export function numberFault(format: string, value: number): string | undefined {
  if (format === "int32" && Math.abs(value) > 2 ** 31) return "a 32-bit integer";
  return undefined;
}

function isDate(text: string): boolean {
  const [, month, day] = MONTH_AND_DAY.exec(text) ?? [];
  return (
    DATE.test(text) && Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31
  );
}

function isDuration(text: string): boolean {
  return DURATION.test(text) || CLOCK.test(text);
}

function isBase64(text: string): boolean {
  return BASE64.test(text);
}
