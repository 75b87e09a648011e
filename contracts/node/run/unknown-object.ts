import { isJsonObject } from "../../../spec/openapi/index.ts";
import type { PlannedCheck } from "../../checks/plan.ts";
import type { Answer } from "../../http/message.ts";
import { readJsonText } from "../../judge/json-text.ts";

/**
 * Whether an answer says that the target knows the path but no object by the ids in it, which are a page's example or a stand-in: a target need not
 * have those. `unknown` names the parameters that neither the user nor the run gave a value for. A path that is missing altogether is another
 * matter: that is the target's fault.
 */
export function isUnknownObject(
  { expect }: PlannedCheck,
  path: string,
  { status = 0, body }: Answer,
  unknown: readonly string[],
): boolean {
  if (unknown.length === 0 || ![400, 404, 410].includes(status)) return false;
  if (expect.kind === "refusal" && (expect.statuses === "4xx" || expect.statuses.includes(status)))
    return false;
  const json = readJsonText(body);
  const error = "value" in json && isJsonObject(json.value) ? json.value.error : undefined;
  if (!isJsonObject(error) || typeof error.message !== "string" || typeof error.code !== "string")
    return false;
  const { code, message } = error;
  if (/segment/i.test(message) || message.includes(path.split("?")[0] ?? path)) return false;
  // Graph calls an unknown path a bad request, and an id of a wrong form too: only the latter is quoted.
  if (status === 400 || /^BadRequest$/i.test(code)) return quotes(message, path);
  return true;
}

/** Whether a message shows a value of the path, and not the path itself. */
function quotes(message: string, path: string): boolean {
  const segments = (path.split("?")[0] ?? "").split("/").flatMap((one) => one.match(/[^()'=,]+/g) ?? []);
  return segments.some((one) => /\d/.test(one) && message.includes(one) && !message.includes(`/${one}`));
}
