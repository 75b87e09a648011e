import type { Interaction } from "../../contracts/index.ts";
import { decodeText, type JsonValue, type Source } from "../../spec/openapi/index.ts";
import { isObject, jsonEqual, member } from "../store/json.ts";
import { type Body, bodyOf, hasNoBody } from "./documented.ts";

/** A recorded interaction, read once. */
export interface Recorded {
  readonly status: number;
  readonly contentType?: string;
  readonly body?: Body;
  readonly headers: Readonly<Record<string, string>>;
  readonly source: Source;
  readonly alternative: boolean;
  readonly request: {
    /** Decoded, in lower case. */
    readonly path: string;
    /** `name=value` of each parameter, sorted. */
    readonly query: readonly string[];
    readonly headers: readonly (readonly [name: string, value: string])[];
    readonly json?: JsonValue;
  };
}

/** Fields that a server writes by itself or that differ at each request. */
const OWN_FIELDS =
  /^(?:content-(?:type|length|encoding)|transfer-encoding|connection|date|request-id|client-request-id|cache-control|vary|strict-transport-security|odata-version|access-control-.*)$/i;

/** Fields that tell nothing about which of several interactions is meant. */
const COMMON_FIELDS = new Set(["authorization", "content-type", "content-length", "accept", "host"]);

export function readInteraction(interaction: Interaction): Recorded {
  const { request, response, comments } = interaction;
  const { page, line, responseLine } = comments.references.documentation;
  const query = Object.entries(request.query ?? {}).flatMap(([name, values]) =>
    values.map((value) => `${name}=${value}`),
  );
  const body = response.body && !hasNoBody(response.status) ? bodyOf(response.body) : undefined;
  const contentType = response.headers?.["Content-Type"]?.[0] ?? response.body?.contentType;
  const headers = Object.entries(response.headers ?? {}).filter(([name]) => !OWN_FIELDS.test(name));
  const json = request.body && request.body.encoded === false ? request.body.content : undefined;
  return {
    status: response.status,
    ...(contentType === undefined || !body ? {} : { contentType }),
    ...(body ? { body } : {}),
    headers: Object.fromEntries(headers.map(([name, values]) => [name, values.join(", ")])),
    source: { page, line: responseLine > 0 ? responseLine : line },
    alternative: comments["graph-contracts"].alternative !== undefined,
    request: {
      path: comparablePath(request.path),
      query: query.sort(),
      headers: Object.entries(request.headers ?? {}).flatMap(([name, values]) =>
        COMMON_FIELDS.has(name.toLowerCase())
          ? []
          : values.map((value) => [name.toLowerCase(), value] as const),
      ),
      ...(json === undefined ? {} : { json }),
    },
  };
}

export function comparablePath(path: string): string {
  return decodeText(path).toLowerCase();
}

/** What tells recorded requests of one operation apart. */
export interface Asked {
  readonly path: string;
  readonly query: readonly string[];
  readonly json: JsonValue | undefined;
  header(name: string): string | undefined;
}

/**
 * The interaction that a request means: those of its own query before those of none, then the one that shares most of path,
 * body and headers; second answers last. `exact` tells that path, query and body are the recorded ones.
 */
export function selectRecorded(
  recorded: readonly Recorded[],
  asked: Asked,
): { readonly answer: Recorded; readonly exact: boolean; readonly sameQuery: boolean } | undefined {
  let best: { answer: Recorded; exact: boolean; sameQuery: boolean } | undefined;
  let bestScore = Number.NEGATIVE_INFINITY;
  const type = typeName(asked.json);
  for (const answer of recorded) {
    const sameQuery = sameList(answer.request.query, asked.query);
    const samePath = answer.request.path === asked.path;
    const sameBody = jsonEqual(answer.request.json, asked.json);
    const sameHeaders = answer.request.headers.every(([name, value]) => asked.header(name) === value);
    const score =
      (answer.alternative ? -64 : 0) +
      (sameQuery ? 32 : answer.request.query.length === 0 ? 16 : 0) +
      (samePath ? 8 : 0) +
      (sameBody ? 4 : type !== undefined && typeName(answer.request.json) === type ? 3 : 0) +
      (sameHeaders ? 1 + Math.min(answer.request.headers.length, 1) : 0);
    if (score <= bestScore) continue;
    bestScore = score;
    best = { answer, sameQuery, exact: sameQuery && samePath && sameBody };
  }
  return best;
}

/** The type that a body says it is of, without its mark. */
export function typeName(json: JsonValue | undefined): string | undefined {
  const type = isObject(json) ? member(json, "@odata.type") : undefined;
  return typeof type === "string" ? type.replace(/^#/, "") : undefined;
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}
