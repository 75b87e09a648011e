import type { EndpointKind } from "../api/index.ts";
import { content } from "../flows/content.ts";
import { delta, linkOf } from "../flows/delta.ts";
import { documentedMonitor, monitored } from "../flows/operations.ts";
import { furtherPage, skipToken } from "../flows/pages.ts";
import { beginUpload } from "../flows/uploads.ts";
import type { AnswerResult, Call, World } from "./call.ts";
import { count } from "./count.ts";
import { create } from "./create.ts";
import { list } from "./list.ts";
import { read } from "./read.ts";
import { recorded } from "./recorded.ts";
import { reference } from "./reference.ts";
import { remove } from "./remove.ts";
import { replace, update } from "./update.ts";

export type { AnswerResult, Call, Reply, World } from "./call.ts";
export { replyOf } from "./call.ts";

const ANSWERS: Readonly<Record<EndpointKind, (call: Call, world: World) => AnswerResult>> = {
  create,
  list,
  count,
  read,
  update,
  replace,
  delete: remove,
  reference,
  recorded,
  delta,
  uploadSession: beginUpload,
  content,
};

export function answer(call: Call, world: World): AnswerResult {
  const isFurther = call.search !== "" && skipToken(call.search) !== undefined;
  const page = isFurther ? furtherPage(call, world, (token) => linkOf(call, token)) : undefined;
  const outcome = page ?? documentedMonitor(call, world) ?? ANSWERS[call.endpoint.kind](call, world);
  if (!("error" in outcome) && outcome.status === 202) return monitored(call, world, outcome);
  return withPageSize(call, outcome);
}

/** A list says whose wish its pages are cut by (RFC 7240, section 3). */
function withPageSize({ preferences, endpoint: { kind } }: Call, outcome: AnswerResult): AnswerResult {
  const { maxPageSize } = preferences;
  if (maxPageSize === undefined || "error" in outcome || (kind !== "list" && kind !== "delta"))
    return outcome;
  const applied = { "Preference-Applied": `odata.maxpagesize=${maxPageSize}` };
  return { ...outcome, headers: { ...outcome.headers, ...applied } };
}
