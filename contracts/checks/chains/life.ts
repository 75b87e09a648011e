import {
  type DescribedOperation,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parameterNames,
  type Source,
} from "../../../spec/openapi/index.ts";
import { type Header, type PlannedRequest, TOKEN } from "../../http/message.ts";
import { etagIn, ifMatch, isPreconditionRefusal } from "../../http/precondition.ts";
import type { Finding } from "../../judge/finding.ts";
import { excerpt, judgeErrorBody } from "../../judge/graph-error.ts";
import { ASSERTIONS, type AssertionName } from "./assertions.ts";
import type { Difference } from "./equality.ts";
import type { Ledger } from "./ledger.ts";
import type { ReferenceNode, ResourceNode, Role, Route } from "./resource-graph.ts";
import { type ChainProgram, isSuccess, type Seen, type Step } from "./step.ts";
import type { ChainWorld, Made } from "./world.ts";

/** The version-4 GUID that stands in for a parameter of which neither a page nor the user gives a value. */
const STAND_IN = "00000000-0000-4000-8000-000000000001";

/** Ends a chain early: what it has not asserted by then is not judged, for this reason. */
export class ChainStopped extends Error {
  override readonly name = "ChainStopped";
}

export interface Sending {
  readonly body?: JsonValue;
  readonly query?: string;
  readonly until?: (seen: Seen) => boolean;
  /** In the place of the documented Authorization; undefined sends none. */
  readonly authorization?: string | undefined;
  readonly headers?: readonly Header[];
  readonly method?: string;
}

/** What is sent and asserted in one chain: the objects of one collection. */
export class Life {
  readonly node: ResourceNode;
  readonly world: ChainWorld;
  readonly ledger: Ledger;
  /** Parameters that were filled with a stand-in. */
  readonly standIns = new Set<string>();

  constructor(node: ResourceNode, world: ChainWorld, ledger: Ledger) {
    this.node = node;
    this.world = world;
    this.ledger = ledger;
  }

  /** The same for the collection that this one nests below. */
  of(node: ResourceNode): Life {
    const life = new Life(node, this.world, this.ledger);
    for (const name of this.standIns) life.standIns.add(name);
    return life;
  }

  get route(): Route {
    const [route] = this.node.routes;
    if (!route) throw new ChainStopped("the description has no path for it");
    return route;
  }

  /** The other route to the same objects: `/users/{id}` beside `/me`. */
  get twin(): Route | undefined {
    return this.node.routes.find(({ root }) => root === "users" && this.route.root === "me");
  }

  operation(role: Role): DescribedOperation | undefined {
    return this.node.routes.find(({ operations }) => operations[role] !== undefined)?.operations[role];
  }

  /** The path of an operation, with the ids of an object and of what it nests below in the last places. */
  path(operation: DescribedOperation, lineage: readonly string[], user?: string): string {
    const names = parameterNames(operation.path);
    const open = names.length - lineage.length;
    let index = 0;
    return operation.path.replace(/\{([^{}]+)\}/g, (_, name: string) => {
      const at = index;
      index += 1;
      const own = at >= open ? lineage[at - open] : undefined;
      if (own !== undefined) return encodeURIComponent(own);
      if (at === 0 && user !== undefined && operation.path.startsWith("/users/{"))
        return encodeURIComponent(user);
      return encodeURIComponent(this.parameter(operation, name));
    });
  }

  parameter(operation: DescribedOperation, name: string): string {
    const given = this.world.parameters[name];
    if (given !== undefined) return given;
    const example = operation.operation.parameters?.find(
      (one) => one.name === name && one.in === "path",
    )?.example;
    if (typeof example === "string" && example !== "") return example;
    this.standIns.add(name);
    return STAND_IN;
  }

  /** Asks once, and stops the chain where no answer comes at all. */
  *send(operation: DescribedOperation, path: string, sending: Sending = {}): ChainProgram<Seen> {
    const seen: Seen = yield { operation, request: request(operation, path, sending), ...until(sending) };
    if (seen.status === 0) {
      const [fault] = seen.answer.faults;
      throw new ChainStopped(
        `${operation.method} ${path} was not answered: ${fault?.message ?? "no answer came"}`,
      );
    }
    return seen;
  }

  /** Changes or deletes an object, with the ETag that a service may insist on (RFC 9110 13.1.1). */
  *write(
    operation: DescribedOperation,
    path: string,
    etag: string | undefined,
    sending: Sending,
  ): ChainProgram<Seen> {
    const insists = operation.operation["x-request-headers"]?.some(
      ({ name, required }) => required && name.toLowerCase() === "if-match",
    );
    const match: readonly Header[] = [ifMatch(etag)];
    if (insists) return yield* this.send(operation, path, { ...sending, headers: match });
    const plain = yield* this.send(operation, path, sending);
    if (!isPreconditionRefusal(plain.status)) return plain;
    return yield* this.send(operation, path, { ...sending, headers: match });
  }

  checkId(name: AssertionName, operation: DescribedOperation | undefined): string {
    return `${operation?.operationId ?? ""}/chain-${name}`;
  }

  /** Asserts one thing of an answer: `problem` says what is wrong, undefined where nothing is. */
  assert(
    name: AssertionName,
    seen: Seen,
    problem: Problem | undefined,
    operation?: DescribedOperation,
  ): boolean {
    const on = operation ?? this.#operationOf(name);
    const id = this.checkId(name, on);
    if (on === undefined || !this.ledger.has(id)) return problem === undefined;
    this.ledger.passed(id, seen);
    if (!problem) return true;
    const finding: Finding = {
      rule: problem.rule ?? "lifecycle",
      key: problem.key ?? problem.message,
      message: problem.message,
      expected: problem.expected,
      actual: problem.actual,
    };
    this.ledger.failed(id, finding, seen, problem.source);
    return false;
  }

  /** Asserts what only the end of the run tells: whether the problem is one depends on whom the token belongs to. */
  suspect(
    name: AssertionName,
    seen: Seen,
    problem: Problem | undefined,
    operation: DescribedOperation,
    reason: string,
  ): void {
    const id = this.checkId(name, operation);
    if (!problem || !this.ledger.has(id)) return;
    this.ledger.suspect(id, () => this.assert(name, seen, problem, operation), reason);
  }

  notJudged(name: AssertionName, reason: string, operation?: DescribedOperation): void {
    const on = operation ?? this.#operationOf(name);
    if (on) this.ledger.notJudged(this.checkId(name, on), reason);
  }

  #operationOf(name: AssertionName): DescribedOperation | undefined {
    const { on } = ASSERTIONS[name];
    return on === "reference" || on === "unreference" || on === "members" ? undefined : this.operation(on);
  }

  /** An answer in a few words, with the line that documents it. */
  said(seen: Seen, value?: JsonValue): string {
    const { request: asked, operation } = seen.step;
    const what = value === undefined ? errorText(seen) : `: ${excerpt(value)}`;
    return `status ${seen.status}${what} for ${asked.method} ${asked.path} (${this.ledger.place(operation.operation["x-source"])})`;
  }

  place(operation: DescribedOperation | undefined): string {
    return this.ledger.place(operation?.operation["x-source"]);
  }

  /** The first of some differences as a problem. */
  differing(
    found: readonly Difference[],
    seen: Seen,
    made: { readonly sent: string; readonly operation: DescribedOperation },
  ): Problem | undefined {
    const [first] = found;
    if (!first) return undefined;
    const path = first.path.join("/");
    const more = found.length > 1 ? `; ${found.length - 1} more differ` : "";
    return {
      message: first.got === undefined ? `'${path}' is missing` : `'${path}' is another value`,
      key: `difference ${path}`,
      expected: `${excerpt(first.wanted)}, as ${made.sent} (${this.place(made.operation)})`,
      actual: `${first.got === undefined ? "nothing" : excerpt(first.got)} from ${seen.step.request.method} ${seen.step.request.path} (${this.place(seen.step.operation)})${more}`,
      ...(first.source ? { source: first.source } : {}),
    };
  }

  /** Graph's 404, or what is wrong with another answer. */
  notFound(seen: Seen, of: string): Problem | undefined {
    if (seen.status !== 404) {
      return {
        rule: "status",
        message: `${of} is not answered with 404`,
        expected: "status 404",
        actual: this.said(seen),
      };
    }
    const [shape] = judgeErrorBody(seen.answer).filter(({ basis }) => basis !== "advisory");
    return shape && seen.step.request.method !== "HEAD"
      ? { rule: shape.rule, message: shape.message, expected: shape.expected, actual: shape.actual }
      : undefined;
  }

  /** Why the collection cannot be reached, where that is for a parameter of which no value is known. */
  advice(): string | undefined {
    if (this.standIns.size === 0) return undefined;
    const names = [...this.standIns];
    return `no value is known for ${names.map((name) => `{${name}}`).join(", ")}: give ${names.map((name) => `--param ${name}=VALUE`).join(" ")}`;
  }

  /** The parameters of which the operation documents the query option. */
  option(operation: DescribedOperation | undefined, name: string): { readonly source?: Source } | undefined {
    const found = operation?.operation.parameters?.find(
      (one) =>
        one.in === "query" &&
        one.name.replace(/^\$/, "").toLowerCase() === name.replace(/^\$/, "").toLowerCase(),
    );
    return found ? { ...(found["x-source"] ? { source: found["x-source"] } : {}) } : undefined;
  }
}

export interface Problem {
  readonly rule?: string;
  /** The same for the same problem with other values; the message where it is absent. */
  readonly key?: string;
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
  /** The line of a page that is broken, where it is another than the check's. */
  readonly source?: Source;
}

export type { Made, ReferenceNode, Step };

export function errorText(seen: Seen): string {
  const error = isJsonObject(seen.json) ? seen.json.error : undefined;
  if (!isJsonObject(error)) return "";
  const parts = [error.code, error.message].filter((part) => typeof part === "string");
  return parts.length > 0 ? ` (${parts.join(": ").slice(0, 140)})` : "";
}

export function objectOf(seen: Seen): JsonObject | undefined {
  return isSuccess(seen) && isJsonObject(seen.json) ? seen.json : undefined;
}

/** The ETag of an object: of the answer, or OData's annotation in the body. */
export function etagOf(seen: Seen): string | undefined {
  return etagIn(seen.answer.headers, seen.json);
}

function until({ until: condition }: Sending): { until?: (seen: Seen) => boolean } {
  return condition ? { until: condition } : {};
}

function request({ method }: DescribedOperation, path: string, sending: Sending): PlannedRequest {
  const { body, query, headers = [] } = sending;
  const authorization = "authorization" in sending ? sending.authorization : `Bearer ${TOKEN}`;
  const own: Header[] = [
    ...(authorization === undefined ? [] : [["Authorization", authorization] as const]),
    ["Accept", "application/json"],
    ...(body === undefined ? [] : [["Content-Type", "application/json"] as const]),
    ...headers,
  ];
  const joined = query === undefined ? path : `${path}${path.includes("?") ? "&" : "?"}${query}`;
  return {
    method: sending.method ?? method,
    path: joined,
    headers: own,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}
