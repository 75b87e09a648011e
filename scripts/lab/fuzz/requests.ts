/** Random requests: most of them nearly right, so that they get past the first check. */
import type { JsonObject, JsonValue, OpenApiDocument } from "../../../spec/index.ts";
import { METHODS as DOCUMENTED } from "../../../spec/index.ts";
import { createRandom, type Random } from "../mutation/random.ts";
import {
  ADMIN,
  AUTHORIZATIONS,
  FILTER_PIECES,
  HEADERS,
  MEDIA_TYPES,
  METHODS,
  NAMES,
  PREFERENCES,
  PREFIXES,
  QUERIES,
  RAW_BODIES,
  SEGMENTS,
  TEXTS,
  type Words,
} from "./words.ts";

export interface FuzzedRequest {
  readonly method: string;
  /** From the slash on. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
  /** It asks for an answer that tells of a failure of the service. */
  readonly asksForFailure: boolean;
}

interface Known {
  readonly method: string;
  readonly path: string;
  readonly body: JsonValue | undefined;
}

/** The request with that number; `ids` are of objects that were created before. The same arguments give the same request. */
export type FuzzRequest = (number: number, ids: readonly string[]) => FuzzedRequest;

export function fuzzRequests(document: OpenApiDocument, seed: number): FuzzRequest {
  const operations = knownOperations(document);
  return (number, ids) => {
    const random = createRandom(Math.imul(seed, 0x9e3779b1) + number);
    if (random.below(40) === 0) return batchRequest(ids, random);
    const known = operations[random.below(operations.length)];
    const method = random.below(8) > 0 && known ? known.method : random.pick(METHODS);
    const preference = random.below(8) === 0 ? random.pick(PREFERENCES) : undefined;
    return {
      method,
      target: target(known, ids, random),
      headers: headers(preference, random),
      body: /^(?:GET|HEAD)$/i.test(method) ? undefined : body(known, random),
      asksForFailure: preference?.includes("code=5") === true,
    };
  };
}

function batchRequest(ids: readonly string[], random: Random): FuzzedRequest {
  return {
    method: "POST",
    target: "/beta/$batch",
    headers: headers(undefined, random),
    body: JSON.stringify(random.below(10) > 0 ? batch(ids, random) : json(random, 4)),
    asksForFailure: false,
  };
}

function knownOperations(document: OpenApiDocument): Known[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    DOCUMENTED.flatMap((method): Known[] => {
      const operation = item[method];
      if (!operation) return [];
      const [media] = Object.values(operation.requestBody?.content ?? {});
      const [example] = Object.values(media?.examples ?? {});
      return [{ method: method.toUpperCase(), path, body: example?.value }];
    }),
  );
}

function target(known: Known | undefined, ids: readonly string[], random: Random): string {
  if (random.below(200) === 0) return `/_mock/${random.pick(ADMIN)}`;
  const prefix = random.below(8) > 0 ? "/beta" : random.pick(PREFIXES);
  const filled = (known?.path ?? "/me").replace(/\{[^{}]+\}/g, () => value(ids, random));
  const path = random.below(5) > 0 ? filled : broken(filled, random);
  return prefix + path + query(random);
}

/** For a parameter: mostly something that exists. */
function value(ids: readonly string[], random: Random): string {
  const id = ids[random.below(ids.length)];
  return id !== undefined && random.below(4) > 0 ? encodeURIComponent(id) : random.pick(SEGMENTS);
}

function broken(path: string, random: Random): string {
  const segments = path.split("/");
  const at = random.below(segments.length);
  const [before, after] = [segments.slice(0, at), segments.slice(at)];
  switch (random.below(6)) {
    case 0:
      return [...before, random.pick(SEGMENTS), ...after].join("/");
    case 1:
      return [...before, ...after.slice(1)].join("/");
    case 2:
      return path.toUpperCase();
    case 3:
      return `${path}/`;
    case 4:
      return [...before, random.pick(SEGMENTS), ...after.slice(1)].join("/");
    default:
      return path.repeat(1 + random.below(20));
  }
}

function query(random: Random): string {
  if (random.below(3) > 0) return "";
  const parts = Array.from({ length: 1 + random.below(3) }, () =>
    random.below(3) === 0 ? filter(random) : random.pick(QUERIES),
  );
  return `?${parts.join("&")}`;
}

function filter(random: Random): string {
  const length = 1 + random.below(random.below(20) === 0 ? 400 : 8);
  const pieces = Array.from({ length }, () => random.pick(FILTER_PIECES));
  return `$filter=${pieces.join(random.below(4) === 0 ? "" : "%20")}`;
}

function headers(preference: string | undefined, random: Random): [string, string][] {
  const fields: [string, string][] = [];
  if (random.below(40) > 0) fields.push(["authorization", usually(AUTHORIZATIONS, random)]);
  if (random.below(40) > 0) fields.push(["content-type", usually(MEDIA_TYPES, random)]);
  if (preference !== undefined) fields.push(["prefer", preference]);
  for (let more = random.below(12) - 8; more > 0; more -= 1) fields.push([...random.pick(HEADERS)]);
  return fields;
}

/** The first, which is the right one, or now and then any. */
function usually(words: Words, random: Random): string {
  return random.below(10) > 0 ? words[0] : random.pick(words);
}

function body(known: Known | undefined, random: Random): FuzzedRequest["body"] {
  switch (random.below(12)) {
    case 0:
      return undefined;
    case 1:
      return random.pick(RAW_BODIES);
    case 2:
      return Uint8Array.from({ length: random.below(200) }, () => random.below(256));
    case 4:
      // Beyond what is taken; rarely, since it takes its time.
      return random.below(200) === 0 ? `"${"x".repeat(4.5 * 1024 * 1024)}"` : JSON.stringify(json(random, 4));
    case 5: {
      const text = JSON.stringify(known?.body ?? {});
      const at = random.below(text.length + 1);
      return text.slice(0, at) + random.pick(TEXTS) + text.slice(at + random.below(3));
    }
    default:
      return JSON.stringify(nearly(known?.body, random));
  }
}

/** What the page shows, with something added, replaced or left out. */
function nearly(example: JsonValue | undefined, random: Random): JsonValue {
  const known = typeof example === "object" && example !== null && !Array.isArray(example) ? example : {};
  const entries = Object.entries(known).filter(() => random.below(10) > 0);
  for (let more = random.below(4) - 1; more > 0; more -= 1)
    entries.push([random.pick(NAMES), json(random, 3)]);
  return Object.fromEntries(entries);
}

function json(random: Random, depth: number): JsonValue {
  switch (random.below(depth > 0 ? 8 : 6)) {
    case 0:
      return null;
    case 1:
      return random.below(2) === 0;
    case 2:
      return random.below(1000) - 500;
    case 3:
      return random.below(2) === 0 ? 1e300 : Number.MIN_VALUE;
    case 4:
    case 5:
      return random.pick(TEXTS);
    case 6:
      return Array.from({ length: random.below(4) }, () => json(random, depth - 1));
    default:
      return Object.fromEntries(
        Array.from({ length: random.below(4) }, () => [random.pick(NAMES), json(random, depth - 1)]),
      );
  }
}

const BATCH_MEMBERS: Words = ["id", "method", "url", "headers", "body", "dependsOn"];

function oneOrMany(value: JsonValue, random: Random): JsonValue {
  return random.below(2) === 0 ? value : [value];
}

/** A batch is refused for its first mistake, so there are few. */
function batch(ids: readonly string[], random: Random): JsonObject {
  const length = random.below(10) > 0 ? 1 + random.below(5) : random.below(24);
  const requests = Array.from({ length }, (_, number): JsonValue => {
    if (random.below(40) === 0) return json(random, 2);
    const writes = random.below(2) === 0;
    const known = random.below(3) > 0;
    return {
      id: String(number),
      method: random.below(20) > 0 ? (writes ? "POST" : "GET") : random.pick(METHODS),
      url: known ? `/me/profile${query(random)}` : `/${value(ids, random)}/${random.pick(SEGMENTS)}`,
      ...(writes ? { headers: { "Content-Type": "application/json" }, body: json(random, 2) } : {}),
      ...(number > 0 && random.below(3) === 0 ? { dependsOn: [String(random.below(number))] } : {}),
      ...(random.below(8) === 0 ? { [random.pick(BATCH_MEMBERS)]: oneOrMany(json(random, 3), random) } : {}),
    };
  });
  return { requests };
}
