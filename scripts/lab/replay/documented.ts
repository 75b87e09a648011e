/** The documented exchanges as requests of a client, and what a client may expect of the answers. */
import type { Interaction, PactFile } from "../../../contracts/index.ts";
import { isJsonObject, type JsonValue, parameterNames, segmentsOf } from "../../../spec/openapi/index.ts";

export interface DocumentedExchange {
  readonly name: string;
  readonly method: string;
  /** Template of the path, as the description has it. */
  readonly template: string;
  /** Percent-encoded, below the version prefix, with the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly json: JsonValue | undefined;
  readonly status: number;
  readonly answer: JsonValue | undefined;
}

/** The successes that the pages show; second answers to one request are left out, since no client can ask for them. */
export function documentedExchanges(contracts: readonly PactFile[]): DocumentedExchange[] {
  return contracts.flatMap(({ interactions }) =>
    interactions
      .filter(({ type }) => type === "Synchronous/HTTP")
      .filter(({ response }) => response.status < 400)
      .filter(({ comments }) => comments["graph-contracts"].alternative === undefined)
      .map(toExchange),
  );
}

function toExchange({ request, response, comments }: Interaction): DocumentedExchange {
  const { page, line } = comments.references.documentation;
  const query = Object.entries(request.query ?? {}).flatMap(([name, values]) =>
    values.map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
  );
  const content = request.body?.encoded === false ? request.body.content : undefined;
  const isText = typeof content === "string" && !/json/.test(request.body?.contentType ?? "");
  const body = content === undefined ? undefined : isText ? content : JSON.stringify(content);
  const answer = response.body?.encoded === false ? response.body.content : undefined;
  return {
    name: `${page}:${line} ${request.method} ${request.path}`,
    method: request.method,
    template: comments.references.openapi.path,
    path: request.path + (query.length > 0 ? `?${query.join("&")}` : ""),
    headers: Object.fromEntries(
      Object.entries(request.headers ?? {}).map(([name, values]) => [name, values.join(", ")]),
    ),
    body,
    json: isText ? undefined : content,
    status: response.status,
    answer,
  };
}

/** The path with an id of the client's own in place of each value. */
export function withOwnIds(exchange: DocumentedExchange): DocumentedExchange | undefined {
  if (parameterNames(exchange.template).length === 0) return undefined;
  const [path = "", query] = exchange.path.split("?");
  const template = segmentsOf(exchange.template);
  const segments = segmentsOf(path);
  if (template.length !== segments.length) return undefined;
  const own = segments.map((segment, index) =>
    /^\{[^{}]+\}$/.test(template[index] ?? "") ? ownId(index) : segment,
  );
  const changed = `/${own.join("/")}`;
  return { ...exchange, path: query === undefined ? changed : `${changed}?${query}` };
}

function ownId(index: number): string {
  return `5f0c3a1e-77d2-4b0e-9a41-c0ffee0000${String(index).padStart(2, "0")}`;
}

/** The body with another word in its first text of words; undefined where it has none. */
export function withOtherWord(exchange: DocumentedExchange): DocumentedExchange | undefined {
  const changed = changeWord(exchange.json);
  return changed === undefined ? undefined : { ...exchange, json: changed, body: JSON.stringify(changed) };
}

function changeWord(value: JsonValue | undefined): JsonValue | undefined {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const changed = isWords(item) ? otherWord(item) : changeWord(item);
      if (changed !== undefined) return value.with(index, changed);
    }
    return undefined;
  }
  if (!isJsonObject(value)) return undefined;
  for (const [name, item] of Object.entries(value)) {
    if (name.includes("@")) continue;
    const changed = isWords(item) ? otherWord(item) : changeWord(item as JsonValue);
    if (changed !== undefined) return { ...value, [name]: changed };
  }
  return undefined;
}

/** Two words or more: neither a date, an address, an id nor one of a list of values. */
function isWords(value: unknown): value is string {
  return (
    typeof value === "string" && /^[A-Za-z]{2,}\b.* .*[A-Za-z]{2,}/.test(value) && !/[{}<>|]/.test(value)
  );
}

function otherWord(text: string): string {
  return text.replace(/[A-Za-z]{2,}/, "Otherwise");
}

/** Why an answer is not the documented one; undefined where it is. */
export function difference(
  expected: Pick<DocumentedExchange, "status" | "answer">,
  status: number,
  text: string,
): string | undefined {
  if (status !== expected.status)
    return `status ${status}, expected ${expected.status}: ${text.slice(0, 300)}`;
  if (!isJsonObject(expected.answer)) return undefined;
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return "no JSON";
  }
  if (!isJsonObject(answer)) return "no object";
  const missing = Object.keys(expected.answer).filter(
    (name) => !name.startsWith("@") && !Object.hasOwn(answer, name),
  );
  if (missing.length > 0) return `without ${missing.join(", ")}`;
  const { value } = expected.answer;
  if (Array.isArray(value) && !Array.isArray(answer.value)) return "'value' is no list";
  if (Array.isArray(value) && value.length > 0 && (answer.value as unknown[]).length === 0)
    return "an empty list";
  return undefined;
}
