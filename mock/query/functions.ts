/** The canonical functions of `$filter` (OData 4.01 URL conventions, sections 5.1.1.5 to 5.1.1.11) over JSON values. */
import type { JsonValue } from "../../spec/openapi/index.ts";

type Canonical = (...parameters: readonly JsonValue[]) => JsonValue;

/** Text is compared without regard to case, as Graph does. A value of another kind gives null, which equals nothing but null. */
const onText =
  (apply: (text: string, other: string) => JsonValue): Canonical =>
  (text, other = "") =>
    typeof text === "string" && typeof other === "string" ? apply(text, other) : null;
const onTexts = (test: (text: string, part: string) => JsonValue): Canonical =>
  onText((text, part) => test(text.toLowerCase(), part.toLowerCase()));
const onNumber =
  (apply: (value: number) => number): Canonical =>
  (value) =>
    typeof value === "number" ? apply(value) : null;
const onMoment = (apply: (moment: Date) => JsonValue): Canonical =>
  onText((text) => {
    const moment = new Date(text);
    return Number.isNaN(moment.getTime()) ? null : apply(moment);
  });

const FUNCTIONS: readonly (readonly [name: string, arity: readonly number[], apply: Canonical])[] = [
  ["startswith", [2], onTexts((text, part) => text.startsWith(part))],
  ["endswith", [2], onTexts((text, part) => text.endsWith(part))],
  ["contains", [2], onTexts((text, part) => text.includes(part))],
  ["indexof", [2], onTexts((text, part) => text.indexOf(part))],
  ["concat", [2], onText((text, other) => text + other)],
  ["length", [1], (value) => (typeof value === "string" || Array.isArray(value) ? value.length : null)],
  ["tolower", [1], onText((text) => text.toLowerCase())],
  ["toupper", [1], onText((text) => text.toUpperCase())],
  ["trim", [1], onText((text) => text.trim())],
  ["substring", [2, 3], substring],
  ["year", [1], onMoment((moment) => moment.getUTCFullYear())],
  ["month", [1], onMoment((moment) => moment.getUTCMonth() + 1)],
  ["day", [1], onMoment((moment) => moment.getUTCDate())],
  ["hour", [1], onMoment((moment) => moment.getUTCHours())],
  ["minute", [1], onMoment((moment) => moment.getUTCMinutes())],
  ["second", [1], onMoment((moment) => moment.getUTCSeconds())],
  ["date", [1], onMoment((moment) => moment.toISOString().slice(0, 10))],
  ["time", [1], onMoment((moment) => moment.toISOString().slice(11, 19))],
  ["round", [1], onNumber(Math.round)],
  ["floor", [1], onNumber(Math.floor)],
  ["ceiling", [1], onNumber(Math.ceil)],
];

function substring(text: JsonValue | undefined, from: JsonValue | undefined, length?: JsonValue): JsonValue {
  if (typeof text !== "string" || typeof from !== "number") return null;
  return text.slice(from, typeof length === "number" ? from + length : undefined);
}

/** `now` is asked of the clock, so that it stands here without an implementation. */
export const ARITIES: ReadonlyMap<string, readonly number[]> = new Map([
  ...FUNCTIONS.map(([name, arity]) => [name, arity] as const),
  ["now", [0]],
]);

const BY_NAME: ReadonlyMap<string, Canonical> = new Map(FUNCTIONS.map(([name, , apply]) => [name, apply]));

export function canonicalFunction(name: string): Canonical | undefined {
  return BY_NAME.get(name);
}
