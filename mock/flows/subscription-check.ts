/** What is asked of a subscription before it is kept: a resource that there is, change types, a time, an address that answers. */
import type { JsonObject, JsonValue } from "../../spec/openapi/index.ts";
import type { Call, World } from "../answer/call.ts";
import { badRequest, type GraphError } from "../engine/graph-error.ts";
import { isObject, member } from "../store/json.ts";
import type { Callbacks } from "./callbacks.ts";
import { longestLife } from "./subscription-life.ts";
import { isSubscription } from "./subscriptions.ts";
import { watchedPlace } from "./watched-resource.ts";

/** Undefined where it may be kept, or where the request is about something else. */
export function refuseSubscription(
  call: Call,
  world: World,
  callbacks: Callbacks,
): GraphError | undefined | Promise<GraphError | undefined> {
  const { json, endpoint, place } = call;
  if (!isObject(json)) return undefined;
  if (endpoint.kind === "create" && isSubscription(json))
    return refuseMembers(call, json) ?? refuseAddresses(json, callbacks);
  if (
    endpoint.kind !== "update" ||
    place.key === undefined ||
    member(json, "expirationDateTime") === undefined
  )
    return undefined;
  const home = { container: place.container, key: place.key };
  if (!world.flows.subscriptions.has(home)) return undefined;
  const kept = world.store.collection(home.container)?.get(home.key);
  return refuseTime(call, { ...kept, ...json });
}

const CHANGE_TYPES = new Set(["created", "updated", "deleted"]);

/** What a page's own example says is right, whatever has become of it since: its time is long past. */
function isShown({ endpoint }: Call, name: string, value: JsonValue | undefined): boolean {
  return endpoint.recorded.some(({ request }) => isObject(request.json) && request.json[name] === value);
}

function refuseMembers(call: Call, json: JsonObject): GraphError | undefined {
  const { changeType, resource } = json;
  const types = typeof changeType === "string" ? changeType.split(",").map((type) => type.trim()) : [];
  const wrong = types.find((type) => !CHANGE_TYPES.has(type.toLowerCase()));
  if ((types.length === 0 || wrong !== undefined) && !isShown(call, "changeType", changeType))
    return refused(
      "Subscription validation request failed. The changeType is invalid.",
      `Unexpected changeType '${changeType ?? ""}', expected created, updated or deleted, separated by commas`,
    );
  if (!watchedPlace(String(resource), call.api, call.directory) && !isShown(call, "resource", resource))
    return refused(
      `Resource not found for the segment '${String(resource).replace(/^\/|\?.*$/g, "")}'.`,
      `Unexpected resource '${resource}', expected a documented path`,
    );
  return refuseTime(call, json);
}

function refuseTime(call: Call, json: JsonObject): GraphError | undefined {
  const { expirationDateTime, resource } = json;
  if (isShown(call, "expirationDateTime", expirationDateTime)) return undefined;
  const end = typeof expirationDateTime === "string" ? Date.parse(expirationDateTime) : Number.NaN;
  const now = call.now.getTime();
  if (!(end > now))
    return refused(
      "Subscription expiration must be a time in the future.",
      `Unexpected expirationDateTime '${expirationDateTime ?? ""}', expected a time after ${call.now.toISOString()}`,
    );
  const minutes = longestLife(String(resource));
  if (end - now <= (minutes + 1) * 60_000) return undefined;
  return refused(
    `Subscription expiration can only be ${minutes} minutes in the future.`,
    `Unexpected expirationDateTime '${expirationDateTime}', expected one within ${minutes} minutes of ${call.now.toISOString()}`,
  );
}

async function answersAll(urls: readonly string[], callbacks: Callbacks): Promise<GraphError | undefined> {
  for (const url of urls) {
    const why = await callbacks.shakeHands(url);
    if (why !== undefined)
      return refused(
        "Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.",
        why,
      );
  }
  return undefined;
}

function refuseAddresses(
  json: JsonObject,
  callbacks: Callbacks,
): GraphError | undefined | Promise<GraphError | undefined> {
  const urls = [json.notificationUrl, json.lifecycleNotificationUrl].filter((url) => typeof url === "string");
  const wrong = urls.find((url) => !/^https?:\/\//i.test(url));
  if (wrong !== undefined)
    return refused(
      "Subscription validation request failed. The notification URL is invalid.",
      `Unexpected URL '${wrong}', expected one that begins with https://`,
    );
  const reachable = [...new Set(urls)].filter((url) => callbacks.mayCall(url));
  return reachable.length === 0 ? undefined : answersAll(reachable, callbacks);
}

function refused(message: string, why: string): GraphError {
  return { ...badRequest(message, why), code: "InvalidRequest" };
}
