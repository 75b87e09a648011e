import { applyQuery, parseQuery, warningOf } from "../query/index.ts";
import { isObject } from "../store/json.ts";
import { type AnswerResult, type Call, recordedFor, replyOf } from "./call.ts";

/** Functions and actions: answered as the pages show, without a state. The query of a function that lists something is done. */
export function recorded(call: Call): AnswerResult {
  const found = recordedFor(call);
  const answer = found?.answer ?? call.endpoint.success;
  const json = answer.body?.kind === "json" ? answer.body.json : undefined;
  if (call.endpoint.method !== "GET" || found?.sameQuery || call.search === "" || !isObject(json))
    return replyOf(answer);
  const query = parseQuery(call.search, { names: call.endpoint.names(), now: call.now });
  if ("error" in query) return query;
  if (!Array.isArray(json.value)) return replyOf(answer);
  const page = applyQuery(json.value.filter(isObject), query, () => undefined);
  const count = query.count ? { "@odata.count": page.total } : {};
  return { ...replyOf(answer, { ...json, ...count, value: page.items }), ...warningOf(query) };
}
