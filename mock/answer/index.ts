import type { EndpointKind } from "../api/index.ts";
import { content } from "../flows/content.ts";
import { delta, linkOf } from "../flows/delta.ts";
import { furtherPage, skipToken } from "../flows/pages.ts";
import { beginUpload } from "../flows/uploads.ts";
import type { AnswerResult, Call, World } from "./call.ts";
import { create } from "./create.ts";
import { list } from "./list.ts";
import { read } from "./read.ts";
import { recorded } from "./recorded.ts";
import { remove } from "./remove.ts";
import { replace, update } from "./update.ts";

export type { AnswerResult, Call, Reply, World } from "./call.ts";
export { replyOf } from "./call.ts";

const ANSWERS: Readonly<Record<EndpointKind, (call: Call, world: World) => AnswerResult>> = {
  create,
  list,
  read,
  update,
  replace,
  delete: remove,
  recorded,
  delta,
  uploadSession: beginUpload,
  content,
};

export function answer(call: Call, world: World): AnswerResult {
  if (call.search !== "" && skipToken(call.search) !== undefined) {
    const page = furtherPage(call, world, (token) => linkOf(call, token));
    if (page) return page;
  }
  return ANSWERS[call.endpoint.kind](call, world);
}
