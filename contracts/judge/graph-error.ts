import { essence, isJsonObject } from "../../spec/openapi/index.ts";
import { type Answer, headerValue } from "../http/message.ts";
import type { Finding } from "./finding.ts";
import { readJsonText } from "./json-text.ts";

export const ERROR_RULE = {
  title: "Microsoft Graph error responses: error resource type",
  url: "https://learn.microsoft.com/en-us/graph/errors#error-resource-type",
} as const;

/**
 * Whether an error body has Graph's shape: `{"error":{"code":"…","message":"…"}}` as `application/json`. More members are fine, and so is
 * any spelling of `innerError`.
 */
export function judgeErrorBody(answer: Answer): readonly Finding[] {
  const expected = 'a JSON object with "error": {"code", "message"}';
  const type = headerValue(answer.headers, "content-type");
  const found: Finding[] = [];
  if (essence(type) !== "application/json") {
    found.push(
      deviation(
        "the error's media type is not JSON",
        "application/json",
        type === undefined ? "none" : type,
        "media-type",
      ),
    );
  }
  const json = readJsonText(answer.body);
  if ("fault" in json) {
    found.push(deviation("the error's body is not Graph's error object", expected, json.fault));
    return found;
  }
  const error = isJsonObject(json.value) ? json.value.error : undefined;
  if (!isJsonObject(error)) {
    found.push(deviation("the error's body has no error object", expected, excerpt(json.value)));
    return found;
  }
  if (typeof error.code !== "string" || error.code.trim() === "") {
    found.push(deviation("the error has no code", '"code": a non-empty string', excerpt(error.code)));
  }
  if (typeof error.message !== "string") {
    found.push(deviation("the error has no message", '"message": a string', excerpt(error.message)));
  } else if (error.message.trim() === "") {
    found.push({
      ...deviation("the error's message is empty", "a message for people", '""'),
      basis: "advisory",
    });
  }
  if ("innerError" in error && !isJsonObject(error.innerError) && error.innerError !== null) {
    found.push(deviation("the error's innerError is not an object", "an object", excerpt(error.innerError)));
  }
  return found;
}

function deviation(message: string, expected: string, actual: string, rule = "error-shape"): Finding {
  return { rule, key: message, message, expected, actual, citation: { kind: "rule", ...ERROR_RULE } };
}

/** A value as one short line of JSON. */
export function excerpt(value: unknown): string {
  let text = "nothing";
  try {
    if (value !== undefined) text = JSON.stringify(value);
  } catch {
    text = "a value nested too deeply to show";
  }
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
