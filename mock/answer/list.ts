import type { JsonObject } from "../../spec/openapi/index.ts";
import { contentsOf } from "../api/index.ts";
import { endedLinks } from "../flows/delta.ts";
import { isCounted, nextLink, pageSize } from "../flows/pages.ts";
import { applyQuery, type Page, parseQuery, type Query, warningOf } from "../query/index.ts";
import { isObject } from "../store/json.ts";
import {
  type AnswerResult,
  type Call,
  exampleObject,
  isAnswerControl,
  recordedFor,
  replyOf,
  type World,
} from "./call.ts";
import { contentsBelow, contentsNow, keptOf } from "./contents.ts";

/** Lists a collection: the documented objects with what clients made of them. */
export function list(call: Call, world: World): AnswerResult {
  const { container } = call.place;
  const isUntouched = !world.store.collection(container) && !world.isSeeded(container);
  const recorded = recordedFor(call);
  if (recorded?.sameQuery && isUntouched) return asDocumented(call, recorded.answer);
  const query = parseQuery(call.search, { names: call.endpoint.names(), now: call.now });
  if ("error" in query) return recorded?.sameQuery ? replyOf(recorded.answer) : query;
  const answer = recorded?.answer ?? call.endpoint.success;
  const documented = exampleObject(answer);
  const size = pageSize(call, query);
  const page = recorded?.sameQuery
    ? pageAsShown(call, documented, query, world)
    : applyQuery(contentsNow(call.route, container, world), query, below(call, world), size);
  const envelope = Object.entries(documented).filter(
    ([name]) =>
      name !== "value" &&
      (isUntouched || name === "@odata.context") &&
      !(isAnswerControl(name) && name !== "@odata.context"),
  );
  const around = Object.fromEntries(envelope);
  const cut = {
    rest: page.rest,
    envelope: around,
    size: size ?? page.items.length,
    kept: world.store.collection(container) !== undefined,
  };
  const json: JsonObject = {
    ...around,
    ...(isCounted(call, call.endpoint.listing, query) ? { "@odata.count": page.total } : {}),
    ...(page.rest.length === 0 ? {} : { "@odata.nextLink": nextLink(call, world, cut) }),
    value: page.items,
  };
  return { ...replyOf(answer, json), ...warningOf(query) };
}

function asDocumented(call: Call, answer: Parameters<typeof replyOf>[0]): AnswerResult {
  const reply = replyOf(answer);
  if (reply.body?.kind !== "json" || !isObject(reply.body.json)) return reply;
  return { ...reply, body: { kind: "json", json: endedLinks(call, reply.body.json) } };
}

/** A query that a page shows with its answer: the objects of the answer fit it, whatever they look like. */
function pageAsShown(call: Call, documented: JsonObject, query: Query, world: World): Page {
  const { container } = call.place;
  const shown = contentsOf(call.endpoint, documented);
  const kept = world.isSeeded(container) ? [] : keptOf(shown, container, world);
  const others = contentsNow(call.route, container, world).filter((item) => {
    const key = item[call.endpoint.itemKey];
    return (
      !shown.byKey.has(String(key)) &&
      world.store.collection(container)?.has(String(key)) === true &&
      (query.filter?.test(item) ?? true) &&
      (query.search?.test(item) ?? true)
    );
  });
  return applyQuery(
    [...kept, ...others],
    { ...query, filter: undefined, search: undefined },
    below(call, world),
    pageSize(call, query),
  );
}

function below(call: Call, world: World) {
  return (item: JsonObject, name: string): readonly JsonObject[] | undefined => {
    const path = `${call.place.container}/${String(item[call.endpoint.itemKey])}`;
    return contentsBelow(item, path, (one) => call.route.below(`{id}/${one}`), world)(name);
  };
}
