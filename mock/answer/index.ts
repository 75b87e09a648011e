import type { EndpointKind } from "../api/index.ts";
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
};

export function answer(call: Call, world: World): AnswerResult {
  return ANSWERS[call.endpoint.kind](call, world);
}
