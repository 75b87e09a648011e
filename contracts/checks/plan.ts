import {
  type DescribedOperation,
  flatten,
  type OpenApiDocument,
  operationsById,
  requestSchema,
  responseSchema,
  responseSource,
  type Source,
} from "../../spec/openapi/index.ts";
import type { PlannedRequest } from "../http/message.ts";
import type { Expectation } from "../judge/expected.ts";
import type { Check, Citation } from "../judge/verdict.ts";
import type { Interaction, PactFile } from "../pact/pact.ts";
import { interactionRequest, objectBody } from "../pact/request.ts";
import { parametersFor } from "./parameters.ts";
import { CATALOGUE, type PolicyCase, type Seed } from "./policy/index.ts";

export interface PlannedCheck {
  readonly check: Check;
  /** Sent one after the other; the check passes if each answer is as expected. */
  readonly requests: readonly PlannedRequest[];
  readonly expect: Expectation;
  /** `identity` checks come last: they look at every id that the run was given. */
  readonly stage: "documented" | "equivalent" | "refusal" | "deep" | "identity";
  /** Where the request and the documented answer stand. */
  readonly sources: { readonly request: Source; readonly response: Source };
  /** Of an operation that creates: the property that tells its objects apart. */
  readonly keyProperty?: string;
  /** What kind of thing the operation creates or answers with: ids of one kind never repeat. */
  readonly resource: string;
  readonly interaction: Interaction;
  /** Path parameters that are sent as a stand-in, since neither the page nor the user names a value. */
  readonly standIns: readonly string[];
  /** Checks of one chain are made one after the other, in their order, whatever else is under way. */
  readonly chain?: string;
}

export interface PlanInput {
  readonly document: OpenApiDocument;
  readonly contracts: readonly PactFile[];
  /** Values of path parameters by name, as the user gave them. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly citation: (source: Source) => Citation;
  /** A new lower-case GUID at every call. */
  readonly guid: () => string;
}

/** How many creates in a row the identity check adds to those that the other checks make. */
const REPEATS = 3;

/** Beyond so many operations most of the catalogue is tried on one operation of each kind: it tests the platform, not the operation. */
const FULL_CATALOGUE_OPERATIONS = 12;

const EVERYWHERE = CATALOGUE.filter(({ everywhere }) => everywhere);

/** The checks of a run, in the order in which they are made. */
export function plan(input: PlanInput): readonly PlannedCheck[] {
  const operations = operationsById(input.document);
  const documented = input.contracts.flatMap(({ interactions }) => interactions);
  const firsts = firstByOperation(documented, operations);
  const checks: PlannedCheck[] = [];
  for (const interaction of documented) {
    const operation = operations.get(interaction.comments.references.openapi.operationId);
    if (!operation || isAlternative(interaction)) continue;
    const statuses = acceptedStatuses(interaction, documented, operation);
    const isFirst = firsts.get(operation.operationId) === interaction;
    checks.push(documentedCheck(input, interaction, operation, statuses, isFirst));
  }
  const sampled = new Set(sample(firsts, operations).map(([operationId]) => operationId));
  const byInteraction = new Map(checks.map((check) => [check.interaction, check]));
  for (const [operationId, interaction] of firsts) {
    const operation = operations.get(operationId);
    const first = byInteraction.get(interaction);
    const cases = sampled.has(operationId) ? CATALOGUE : EVERYWHERE;
    if (operation && first) checks.push(...policyChecks(input, first, operation, cases));
  }
  const creating = checks.filter(
    ({ stage, keyProperty }) => stage === "documented" && keyProperty !== undefined,
  );
  for (const first of creating.filter(({ interaction }) => [...firsts.values()].includes(interaction))) {
    checks.push(
      identityCheck(input, first, operations, checks.length > FULL_CATALOGUE_OPERATIONS * 20 ? 1 : REPEATS),
    );
  }
  return checks;
}

function firstByOperation(
  interactions: readonly Interaction[],
  operations: ReadonlyMap<string, DescribedOperation>,
): ReadonlyMap<string, Interaction> {
  const found = new Map<string, Interaction>();
  for (const interaction of interactions) {
    const { operationId } = interaction.comments.references.openapi;
    if (operations.has(operationId) && !found.has(operationId) && !isAlternative(interaction)) {
      found.set(operationId, interaction);
    }
  }
  return found;
}

function isAlternative(interaction: Interaction): boolean {
  return interaction.comments["graph-contracts"].alternative !== undefined;
}

/**
 * The interaction's own status, those of the other answers that the pages give to the same request, and every other success that they document for
 * the operation: several pages may describe one, each with an answer of its own.
 */
function acceptedStatuses(
  interaction: Interaction,
  all: readonly Interaction[],
  { operation }: DescribedOperation,
): readonly number[] {
  const { documentation, openapi } = interaction.comments.references;
  const others = all.filter(({ comments: { references, "graph-contracts": own } }) => {
    return (
      own.alternative !== undefined &&
      references.openapi.operationId === openapi.operationId &&
      references.documentation.page === documentation.page &&
      references.documentation.line === documentation.line
    );
  });
  const own = [interaction, ...others].map(({ response }) => response.status);
  const isSuccess = interaction.response.status < 300;
  const successes = Object.keys(operation.responses).filter((status) => isSuccess && /^2\d\d$/.test(status));
  return [...new Set([...own, ...successes.map(Number)])];
}

/** Every operation of a small set; of a large one the first of each method and kind of body. */
function sample(
  firsts: ReadonlyMap<string, Interaction>,
  operations: ReadonlyMap<string, DescribedOperation>,
): readonly (readonly [string, Interaction])[] {
  const all = [...firsts];
  if (all.length <= FULL_CATALOGUE_OPERATIONS) return all;
  const kinds = new Set<string>();
  return all.filter(([operationId, interaction]) => {
    const kind = `${operations.get(operationId)?.method} ${interaction.request.body?.contentType ?? "none"}`;
    if (kinds.has(kind)) return false;
    kinds.add(kind);
    return true;
  });
}

function documentedCheck(
  input: PlanInput,
  interaction: Interaction,
  operation: DescribedOperation,
  statuses: readonly number[],
  isFirst: boolean,
): PlannedCheck {
  const { page, line, responseLine } = interaction.comments.references.documentation;
  const { response } = interaction;
  const { operationId, method, path } = operation;
  const schema = flatten(input.document, responseSchema(operation.operation, response.status));
  const { keyProperty, resource = operationId } = schema;
  const creates = method === "POST" && response.status === 201 && keyProperty !== undefined;
  const placeholders = Object.keys(interaction.comments["graph-contracts"].placeholders ?? {});
  return {
    check: {
      id: `${operationId}/${isFirst ? "documented" : `documented-${interaction.key}`}`,
      title: `answers the documented request with ${statuses.join(" or ")}`,
      basis: "documented",
      citation: input.citation({ page, line }),
      operation: { operationId, method, path },
    },
    requests: [interactionRequest(interaction, input.parameters)],
    expect: { kind: "success", statuses },
    stage: "documented",
    sources: {
      request: { page, line },
      response:
        responseLine > 0
          ? { page, line: responseLine }
          : responseSource(operation.operation, response.status),
    },
    ...(creates ? { keyProperty } : {}),
    resource,
    interaction,
    standIns: placeholders.filter((name) => !Object.hasOwn(parametersFor(input.parameters, path), name)),
  };
}

function policyChecks(
  input: PlanInput,
  first: PlannedCheck,
  operation: DescribedOperation,
  cases: readonly PolicyCase[],
): readonly PlannedCheck[] {
  const request = first.requests[0];
  if (!request) return [];
  const body = objectBody(first.interaction);
  const seed: Seed = {
    operation,
    request,
    ...(body === undefined ? {} : { body }),
    requestSchema: flatten(input.document, requestSchema(operation.operation)),
    guid: input.guid,
  };
  return cases.flatMap((policy) => {
    const requests = applies(policy, first, operation) ? policy.requests(seed) : [];
    return requests.length > 0 ? [policyCheck(policy, first, requests)] : [];
  });
}

/** A request that changes state for good is not repeated for the sake of an equivalent: only creating and reading are. */
function applies(policy: PolicyCase, first: PlannedCheck, operation: DescribedOperation): boolean {
  if (policy.expect !== "accepted") return true;
  return first.keyProperty !== undefined || operation.method === "GET";
}

function policyCheck(
  policy: PolicyCase,
  first: PlannedCheck,
  requests: readonly PlannedRequest[],
): PlannedCheck {
  const { id, title, basis, rule } = policy;
  const success = policy.expect === "accepted";
  return {
    ...first,
    check: {
      id: `${first.check.operation.operationId}/${id}`,
      title,
      basis,
      citation: { kind: "rule", ...rule },
      operation: first.check.operation,
    },
    requests,
    expect: policy.expect === "accepted" ? first.expect : refusal(policy, policy.expect),
    stage: success ? "equivalent" : "refusal",
  };
}

function refusal({ mayReadBack }: PolicyCase, statuses: readonly number[] | "4xx"): Expectation {
  return { kind: "refusal", statuses, ...(mayReadBack ? { mayReadBack } : {}) };
}

/** Rests on the line of the page that has the key property. */
function identityCheck(
  input: PlanInput,
  first: PlannedCheck,
  operations: ReadonlyMap<string, DescribedOperation>,
  repeats: number,
): PlannedCheck {
  const { operationId } = first.check.operation;
  const operation = operations.get(operationId)?.operation;
  const schema = operation && responseSchema(operation, first.interaction.response.status);
  const source = flatten(input.document, schema).properties.get(first.keyProperty ?? "")?.["x-source"];
  return {
    ...first,
    check: {
      ...first.check,
      id: `${operationId}/new-id`,
      title: "gives each object an id of its own",
      ...(source ? { citation: input.citation(source) } : {}),
    },
    requests: first.requests.flatMap((request) => Array.from({ length: repeats }, () => request)),
    stage: "identity",
  };
}
