import { isJsonObject } from "../../spec/openapi/index.ts";
import { type Answer, headerValue } from "../http/message.ts";
import { readJsonText } from "./json-text.ts";

/** The status, with where it leads or what Graph's error object says. */
export function shownStatus({ status, headers, body }: Answer): string {
  const location = headerValue(headers, "location");
  if (location !== undefined && status !== undefined && status >= 300 && status < 400) {
    return `status ${status} to ${location}`;
  }
  const json = readJsonText(body);
  const error = "value" in json && isJsonObject(json.value) ? json.value.error : undefined;
  const text = isJsonObject(error)
    ? `: ${[error.code, error.message].filter((part) => typeof part === "string").join(": ")}`
    : "";
  return `status ${status}${text.slice(0, 160)}`;
}
