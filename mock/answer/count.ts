import { parseQuery } from "../query/index.ts";
import { type AnswerResult, type Call, recordedFor, replyOf, type World } from "./call.ts";
import { contentsNow } from "./contents.ts";

/** `$count` (OData 4.01, section 11.2.10): how many objects of the collection fit the query, as plain text. */
export function count(call: Call, world: World): AnswerResult {
  const container = call.place.container.replace(/\/\$count$/i, "");
  const listed = call.route.aside();
  const names = listed.endpoint("GET")?.names();
  const query = parseQuery(call.search, { names, now: call.now });
  if ("error" in query) return query;
  const answer = recordedFor(call)?.answer ?? call.endpoint.success;
  if (listed.endpoint("GET")?.kind !== "list" && !world.store.collection(container)) return replyOf(answer);
  const { filter, search } = query;
  const fitting = contentsNow(listed, container, world).filter(
    (item) => (filter?.test(item) ?? true) && (search?.test(item) ?? true),
  );
  return {
    ...replyOf(answer),
    contentType: "text/plain",
    body: { kind: "text", text: String(fitting.length) },
  };
}
