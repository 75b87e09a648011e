/** Long-running operations: a 202 names a monitor, which tells of the work until it is done or has failed. */
import type { JsonObject, JsonValue } from "../../spec/openapi/index.ts";
import {
  type AnswerResult,
  type Call,
  exampleObject,
  type Reply,
  replyOf,
  type World,
} from "../answer/call.ts";
import type { Api } from "../api/index.ts";
import { flatten } from "../schema/index.ts";
import { isObject } from "../store/json.ts";
import { documentedPath, OPERATIONS } from "./links.ts";
import type { Operation, OperationOutcome } from "./operation-states.ts";

const MONITOR_FIELD = /^(?:location|operation-location|azure-asyncoperation)$/i;

/** An answer that names a monitor, with the mock's own in its place. */
export function monitored(call: Call, world: World, outcome: Reply): Reply {
  const fields = Object.entries(outcome.headers ?? {});
  if (!fields.some(([name]) => MONITOR_FIELD.test(name))) return outcome;
  const action = call.path.split("/").at(-1) ?? "";
  const { id } = world.flows.operations.begin(action, call.now.getTime());
  const headers = Object.fromEntries(
    fields.map(([name, link]) => [name, MONITOR_FIELD.test(name) ? monitorOf(link, id, call) : link]),
  );
  return { ...outcome, headers };
}

/** Where a page documents the monitor, it is read there; otherwise at an address of the mock's own. */
function monitorOf(link: string, id: string, { api, base, path }: Call): string {
  const documented = documentedPath(link, api)?.split("?", 1)[0];
  const match = documented === undefined ? undefined : api.find("GET", documented);
  if (!match?.target.locator.isObject) return OPERATIONS + id;
  const own = path.split("/");
  let values = 0;
  let together = true;
  const segments = match.target.template.split("/").map((segment, index, all) => {
    together &&= segment.includes("{") || segment.toLowerCase() === own[index]?.toLowerCase();
    if (!segment.includes("{")) return segment;
    const value = match.values[values++]?.raw ?? "";
    if (index === all.length - 1) return id;
    return together && own[index] !== undefined ? own[index] : value;
  });
  return base + segments.join("/");
}

/** The documented monitor of an operation that the mock began; undefined for any other object. */
export function documentedMonitor(call: Call, world: World): AnswerResult | undefined {
  const { operations } = world.flows;
  if (operations.size === 0 || call.place.key === undefined || call.endpoint.method !== "GET")
    return undefined;
  const operation = operations.poll(call.place.key, call.now.getTime());
  if (!operation) return undefined;
  const example = exampleObject(call.endpoint.success);
  const words = statusWords(example.status, call.endpoint.operation?.responses["200"]?.content, call.api);
  return replyOf(call.endpoint.success, {
    ...example,
    [call.endpoint.keyProperty]: operation.id,
    ...progress(operation.outcome, words, example),
  });
}

/** The monitor that no page documents, as that of a copied file is shown in the reference's guide. */
export function ownMonitor(operation: Operation): Reply {
  const json: JsonObject = {
    operation: operation.action,
    percentageComplete: 0,
    ...progress(
      operation.outcome,
      { running: "inProgress", done: "completed", failed: "failed" },
      { percentageComplete: 0 },
    ),
    ...(operation.outcome === "done" ? { resourceId: operation.id } : {}),
  };
  const running = operation.outcome === "running";
  return {
    status: running ? 202 : 200,
    contentType: "application/json",
    body: { kind: "json", json },
    ...(running ? { headers: { "Retry-After": "1" } } : {}),
  };
}

type StatusWords = Readonly<Record<OperationOutcome, string>>;

function progress(outcome: OperationOutcome, words: StatusWords, example: JsonObject): JsonObject {
  const percent = Object.keys(example).filter((name) => /^percent(?:age)?Complete/i.test(name));
  const done = outcome === "running" ? 50 : 100;
  const failure = {
    code: "generalException",
    message: "The operation failed, as the mock was told that operations do.",
  };
  return {
    ...Object.fromEntries(percent.map((name) => [name, done])),
    status: words[outcome],
    ...(outcome === "failed" ? { error: failure } : Object.hasOwn(example, "error") ? { error: null } : {}),
  };
}

/** The words that the page's own type has for it. */
function statusWords(
  shown: JsonValue | undefined,
  content: Readonly<Record<string, { readonly schema?: object }>> | undefined,
  { document }: Api,
): StatusWords {
  const schemas = document.components?.schemas ?? {};
  const [media] = Object.values(content ?? {});
  const property: unknown = media?.schema && flatten(media.schema, schemas).properties.get("status");
  const words = [...wordsOf(property, schemas), ...(typeof shown === "string" ? [shown] : [])];
  const first = (...patterns: readonly RegExp[]): string | undefined =>
    patterns.map((pattern) => words.find((word) => pattern.test(word))).find((word) => word !== undefined);
  const done = first(/succe/i, /complet|finish/i) ?? "succeeded";
  const running = first(/running/i, /in-?progress/i, /not-?started|queued|pending/i);
  return {
    running: running ?? (/^succe/i.test(done) ? "running" : "inProgress"),
    done,
    failed: first(/fail/i) ?? "failed",
  };
}

function wordsOf(schema: unknown, schemas: Readonly<Record<string, object>>): string[] {
  if (!isObject(schema)) return [];
  const { $ref, allOf, anyOf, enum: words } = schema;
  if (Array.isArray(words)) return words.filter((word) => typeof word === "string");
  if (typeof $ref === "string") return wordsOf(schemas[$ref.replace("#/components/schemas/", "")], {});
  const parts = [...(Array.isArray(allOf) ? allOf : []), ...(Array.isArray(anyOf) ? anyOf : [])];
  return parts.flatMap((part) => wordsOf(part, schemas));
}
