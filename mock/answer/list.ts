import type { JsonObject, JsonValue } from "../../spec/openapi/index.ts";
import { endedLinks } from "../flows/delta.ts";
import { isCounted, nextLink, pageSize } from "../flows/pages.ts";
import { applyQuery, parseQuery, warningOf } from "../query/index.ts";
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

/** Lists a collection: what clients made of it, or the documented list as long as nobody has touched it. */
export function list(call: Call, world: World): AnswerResult {
  const { container } = call.place;
  const items = world.store.collection(container);
  const recorded = items ? undefined : recordedFor(call);
  if (recorded?.sameQuery) return asDocumented(call, recorded.answer);
  const query = parseQuery(call.search);
  if ("error" in query) return query;
  const answer = recorded?.answer ?? call.endpoint.success;
  const example = exampleObject(answer);
  const all = items ? [...items.values()] : documentedItems(example.value);
  const size = pageSize(call, query);
  const page = applyQuery(all, query, (item, name) => nested(call, item, name, world), size);
  const envelope = Object.entries(example).filter(
    ([name]) =>
      name !== "value" &&
      (!items || name === "@odata.context") &&
      !(isAnswerControl(name) && name !== "@odata.context"),
  );
  const around = Object.fromEntries(envelope);
  const cut = {
    rest: page.rest,
    envelope: around,
    size: size ?? page.items.length,
    kept: items !== undefined,
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

function documentedItems(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function nested(
  call: Call,
  item: JsonObject,
  name: string,
  world: World,
): ReadonlyMap<string, JsonObject> | undefined {
  return world.store.collection(`${call.place.container}/${String(item[call.endpoint.keyProperty])}/${name}`);
}
