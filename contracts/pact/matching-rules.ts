/** Matching rules of recorded contracts: values of an example stand for their types, `@odata.type` for itself. */
import { isJsonObject, type JsonValue } from "../../spec/openapi/index.ts";
import type { Matcher, MatcherList } from "./pact.ts";

export type NamedValues = Record<string, readonly string[]>;

const TYPE: Matcher = { match: "type" };
const NOT_EMPTY: Matcher = { match: "regex", regex: "^.+$" };

/**
 * Rules by JSON path in bracket notation. Leaves only, but for arrays: without a rule of its own an array must have the example's length.
 * An `id` is a string that is not empty.
 */
export function bodyRules(body: JsonValue): Record<string, MatcherList> {
  const rules: Record<string, MatcherList> = {};
  addRules(body, "$", rules, false);
  return rules;
}

function addRules(
  value: JsonValue,
  path: string,
  rules: Record<string, MatcherList>,
  inArray: boolean,
): void {
  if (Array.isArray(value)) {
    if (path === "$") return;
    rules[path] = rule(TYPE);
    const [first] = value as JsonValue[];
    if (first !== undefined) addRules(first, `${path}[*]`, rules, true);
    return;
  }
  if (!isJsonObject(value)) {
    if (value !== null && path !== "$" && !path.endsWith("[*]")) rules[path] = rule(TYPE);
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    if (/['\\]/.test(name)) continue;
    const at = `${path}['${name}']`;
    if (name === "@odata.type") rules[at] = rule({ match: "equality" });
    else if (name === "id" && typeof member === "string") rules[at] = rule(TYPE, NOT_EMPTY);
    else addRules(member, at, rules, inArray);
  }
}

function rule(...matchers: Matcher[]): MatcherList {
  return { combine: "AND", matchers };
}

/** Any bearer token will do, as will any value where the page shows a placeholder; of an answer's fields only the media type is fixed. */
export function headerRules(headers: NamedValues, side: "request" | "response"): Record<string, MatcherList> {
  const rules: Record<string, MatcherList> = {};
  for (const [name, values] of Object.entries(headers)) {
    if (name === "Content-Type") continue;
    if (name === "Authorization") rules[name] = rule({ match: "regex", regex: "^Bearer .+$" });
    else if (side === "response" || values.some((value) => /[{<].*[}>]/.test(value)))
      rules[name] = rule(NOT_EMPTY);
  }
  return rules;
}
