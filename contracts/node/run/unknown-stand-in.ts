import { isJsonObject } from "../../../spec/openapi/index.ts";
import type { PlannedCheck } from "../../checks/plan.ts";
import type { Answer } from "../../http/message.ts";
import { readJsonText } from "../../judge/json-text.ts";

/**
 * Whether a 404 says that the target knows the path but not the stand-in that was sent for a parameter of which no page gives a value:
 * Graph's error code for it, with the stand-in named in the message (`Resource '…' does not exist`). A path that is missing altogether is
 * another matter: that is the target's fault.
 */
export function isUnknownStandIn(planned: PlannedCheck, answer: Answer): boolean {
  if (planned.standIns.length === 0 || answer.status !== 404) return false;
  const json = readJsonText(answer.body);
  const error = "value" in json && isJsonObject(json.value) ? json.value.error : undefined;
  if (!isJsonObject(error) || typeof error.message !== "string" || typeof error.code !== "string")
    return false;
  const placeholders = planned.interaction.comments["graph-contracts"].placeholders ?? {};
  const { message } = error;
  const quoted = planned.standIns.some((name) => {
    const value = placeholders[name];
    return value !== undefined && message.includes(value) && !message.includes(`/${value}`);
  });
  return quoted && /NotFound/i.test(error.code);
}
