import {
  type DescribedOperation,
  type Example,
  essence,
  flatten,
  type JsonValue,
  type OpenApiDocument,
  type Schema,
  type Source,
} from "../../spec/openapi/index.ts";
import { successKeys } from "./operation.ts";

/** What a check expects of its answers. */
export type Expectation =
  /** One of the documented statuses, with the documented media type and schema. */
  | { readonly kind: "success"; readonly statuses: readonly number[] }
  /** An error status, with Graph's error body. */
  | {
      readonly kind: "refusal";
      readonly statuses: readonly number[] | "4xx";
      /** The request may be one that another page documents, so that reading back what this run created is no fault. */
      readonly mayReadBack?: boolean;
    };

/** What an answer must be, as a plain value: all that the judgement knows of the operation and the check. */
export type Expected = ExpectedSuccess | ExpectedRefusal;

interface ExpectedAny {
  readonly operation: { readonly operationId: string; readonly method: string; readonly path: string };
  /** Where the operation, or its documented answer, stands. */
  readonly source: Source;
}

export interface ExpectedSuccess extends ExpectedAny {
  readonly kind: "success";
  /** As descriptions write them: `200`, `2XX`. Each of them is a success. */
  readonly statuses: readonly string[];
  /** The documented answers by status, as descriptions write it. */
  readonly answers: Readonly<Record<string, ExpectedAnswer>>;
}

export interface ExpectedRefusal extends ExpectedAny {
  readonly kind: "refusal";
  readonly statuses: readonly number[] | "4xx";
  readonly mayReadBack: boolean;
}

/** What is documented of the answer with one status. */
export interface ExpectedAnswer {
  readonly source: Source;
  /** Documented media types; none where no body is documented. */
  readonly mediaTypes: readonly string[];
  readonly schema?: Schema;
  /** The property that tells the object apart from others. */
  readonly key?: { readonly name: string; readonly source?: Source };
  /** The documented bodies. Where they contradict the schema, the page contradicts itself. */
  readonly examples: readonly Example[];
  /** The documented body that the check rests on. */
  readonly recorded?: Example;
  /** The answer that the check rests on has no body, though others with the same status do. */
  readonly mayBeEmpty?: boolean;
}

/** The documented answer as a contract recorded it. */
export interface RecordedAnswer {
  readonly status: number;
  readonly source: Source;
  /** JSON where it is that; absent where the answer has none. */
  readonly body?: { readonly json?: JsonValue };
}

/** What is documented of the operation's successful answers. */
export function expectedSuccess(
  document: OpenApiDocument,
  described: DescribedOperation,
  statuses: readonly number[] = [],
): ExpectedSuccess {
  const { operationId, method, path, operation } = described;
  const answers: Record<string, ExpectedAnswer> = {};
  for (const [key, response] of Object.entries(operation.responses)) {
    const content = Object.entries(response.content ?? {});
    // The first media type is the one whose schema counts.
    const schema = content[0]?.[1].schema;
    const { keyProperty, properties } = flatten(document, schema);
    const keySource = properties.get(keyProperty ?? "")?.["x-source"];
    answers[key] = {
      source: response["x-source"] ?? operation["x-source"],
      mediaTypes: content.map(([type]) => type),
      ...(schema === undefined ? {} : { schema }),
      ...(keyProperty === undefined
        ? {}
        : { key: { name: keyProperty, ...(keySource ? { source: keySource } : {}) } }),
      examples: content.flatMap(([, { examples = {} }]) => Object.values(examples)),
    };
  }
  return {
    kind: "success",
    operation: { operationId, method, path },
    source: operation["x-source"],
    statuses: [...new Set([...statuses.map(String), ...successKeys(described)])],
    answers,
  };
}

/**
 * What a check expects. Whatever success the operation documents is one, also where the check has another in mind. Of several pages that
 * document the same answer, `recorded` says which the check rests on.
 */
export function expectedOf(
  document: OpenApiDocument,
  described: DescribedOperation,
  expect: Expectation,
  recorded?: RecordedAnswer,
): Expected {
  if (expect.kind === "success") {
    const expected = expectedSuccess(document, described, expect.statuses);
    const own = recorded && expected.answers[String(recorded.status)];
    if (!own) return expected;
    const { status, source, body } = recorded;
    const answer = {
      ...{ ...own, source },
      ...(body === undefined ? { mayBeEmpty: true } : {}),
      ...(body?.json === undefined ? {} : { recorded: { value: body.json, "x-source": source } }),
    };
    return { ...expected, answers: { ...expected.answers, [String(status)]: answer } };
  }
  const { operationId, method, path, operation } = described;
  return {
    kind: "refusal",
    operation: { operationId, method, path },
    source: operation["x-source"],
    statuses: expect.statuses,
    mayReadBack: expect.mayReadBack === true,
  };
}

/** The documented answer that one with that status is judged by: its own, its class's (`2XX`), or `default` (OpenAPI 3.0.3, Responses Object). */
export function answerWith(expected: ExpectedSuccess, status: number): ExpectedAnswer | undefined {
  return expected.answers[keyOf(expected.answers, status) ?? ""];
}

export function isExpected({ statuses }: ExpectedSuccess, status: number): boolean {
  return statuses.includes(String(status)) || statuses.includes(`${Math.floor(status / 100)}XX`);
}

/** The key that a status is described under. */
export function keyOf(answers: Readonly<Record<string, unknown>>, status: number): string | undefined {
  const keys = [String(status), `${Math.floor(status / 100)}XX`, "default"];
  return keys.find((key) => Object.hasOwn(answers, key));
}

/** The documented media type that the answer's own is one of, or else the first; undefined where no body is documented. */
export function documentedType(types: readonly string[], actual: string | undefined): string | undefined {
  const type = essence(actual);
  const fitting = types.find((one) => {
    if (essence(one) === type) return true;
    return one === "*/*" || (one.endsWith("/*") && type?.startsWith(one.slice(0, -1)));
  });
  // A range is met by the type that it was met with.
  return fitting?.includes("*") ? (type ?? fitting) : (fitting ?? types[0]);
}
