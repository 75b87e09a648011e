/** The chains of a run: for each collection the checks that its description allows, and the program that makes them. */
import type { DescribedOperation, OpenApiDocument, Source } from "../../../spec/openapi/index.ts";
import type { Check, Citation } from "../../judge/verdict.ts";
import { methods, withOtherToken, withoutToken } from "./access.ts";
import { ASSERTIONS, type AssertionName } from "./assertions.ts";
import { changing, replacing } from "./changing.ts";
import {
  create,
  createFirst,
  createParents,
  createWithClientId,
  documentedBody,
  isNamedByClient,
  markedLeaf,
} from "./creating.ts";
import { deleting, unknown } from "./deleting.ts";
import { delta } from "./delta.ts";
import type { Ledger } from "./ledger.ts";
import { ChainStopped, Life, objectOf } from "./life.ts";
import { listing, listingBefore } from "./listing.ts";
import { besideAnotherParent, besideAnotherUser, deletingParent, expanding } from "./nesting.ts";
import { querying } from "./querying.ts";
import { reading } from "./reading.ts";
import { references } from "./references.ts";
import { type ResourceNode, resourceGraph } from "./resource-graph.ts";
import type { ChainProgram } from "./step.ts";
import { text } from "./text.ts";
import type { ChainWorld, Made } from "./world.ts";

/** The life of the objects of one collection, from the first create to the last delete. */
export interface Chain {
  readonly node: ResourceNode;
  /** The path of the collection, by which people know it. */
  readonly name: string;
  readonly checks: readonly Check[];
  /** Chains of one group share collections, so they run one after the other. */
  readonly group: string;
}

export interface ChainInput {
  readonly document: OpenApiDocument;
  readonly citation: (source: Source) => Citation;
}

/** Beyond so many chains each is kept to the states of its objects: text, queries and access test the platform, not the collection. */
const FULL_CHAINS = 60;

/** The chains that the description allows, each with its checks. One that could only create has nothing to compare. */
export function planChains({ document, citation }: ChainInput): readonly Chain[] {
  const nodes = resourceGraph(document);
  const taken = new Set<string>();
  return nodes
    .filter((node) => node.routes.some(({ operations }) => Object.keys(operations).length > 1))
    .map((node) => ({
      node,
      name: node.routes[0]?.path ?? node.key,
      checks: checksOf(document, node, citation).filter(({ id }) => !taken.has(id) && taken.add(id)),
      group: groupOf(node, nodes),
    }))
    .filter(({ checks }) => checks.length > 0);
}

/** The outermost collection; members that are added by reference belong to a collection of their own, which is held as well. */
function groupOf(node: ResourceNode, nodes: readonly ResourceNode[]): string {
  const withReferences = nodes.some(({ references: found }) => found.length > 0);
  let top = node;
  while (top.parent) top = top.parent;
  return withReferences &&
    (top.references.length > 0 || /^\/(?:users|groups|devices|directoryobjects)$/.test(top.key))
    ? "references"
    : top.key;
}

/** The checks of a chain are made where their operations are documented. */
function checksOf(document: OpenApiDocument, node: ResourceNode, citation: ChainInput["citation"]): Check[] {
  const checks: Check[] = [];
  const add = (name: AssertionName, operation: DescribedOperation | undefined, source?: Source): void => {
    if (!operation) return;
    const { operationId, method, path } = operation;
    const { title, rule } = ASSERTIONS[name];
    checks.push({
      id: `${operationId}/chain-${name}`,
      title,
      basis: source ? "documented" : "policy",
      citation: source ? citation(source) : { kind: "rule", ...rule },
      operation: { operationId, method, path },
      chain: node.routes[0]?.path ?? node.key,
    });
  };
  const life = new Life(node, {} as ChainWorld, {} as Ledger);
  for (const name of Object.keys(ASSERTIONS) as AssertionName[]) {
    const { on } = ASSERTIONS[name];
    if (on === "reference" || on === "unreference" || on === "members") {
      for (const { add: adds, remove: removes, list } of node.references)
        add(
          name,
          on === "reference" ? adds : on === "unreference" ? removes : list,
          lineOf(name, on === "members" ? list : undefined),
        );
      continue;
    }
    if (!applies(name, life)) continue;
    const own =
      name === "delete-nested" || name === "expand"
        ? node.parent
          ? new Life(node.parent, life.world, life.ledger).operation(on)
          : undefined
        : life.operation(on);
    if (name === "reads-by-user") add(name, life.twin?.operations.read);
    else if (name.endsWith("-no-token"))
      for (const { operations } of node.routes) add(name, secured(document, operations[on]));
    else add(name, own, lineOf(name, own));
  }
  return checks;
}

function secured(
  document: OpenApiDocument,
  operation: DescribedOperation | undefined,
): DescribedOperation | undefined {
  const requirements = operation?.operation.security ?? document.security;
  return requirements.length > 0 && requirements.every((one) => Object.keys(one).length > 0)
    ? operation
    : undefined;
}

const OPTIONS: readonly AssertionName[] = ["select", "top", "skip", "orderby", "filter", "count", "expand"];
const OF_COLLECTIONS: ReadonlySet<string> = new Set([
  "fresh-id",
  "own-id",
  "read-unknown",
  "change-unknown",
  "delete-unknown",
  "delete-only",
  "delete-list",
  "keeps-id",
]);

function applies(name: AssertionName, life: Life): boolean {
  const { node } = life;
  if (OPTIONS.includes(name)) {
    const above =
      name === "expand" ? (node.parent ? new Life(node.parent, life.world, life.ledger) : undefined) : life;
    return above?.option(above.operation(ASSERTIONS[name].on as "list"), name) !== undefined;
  }
  if (node.kind === "singleton" && (OF_COLLECTIONS.has(name) || name.startsWith("text"))) return false;
  if (["fresh-id", "own-id"].includes(name) && isNamedByClient(node)) return false;
  if (["read-elsewhere", "delete-nested"].includes(name)) return node.parent !== undefined;
  if (name.endsWith("-other-token")) return life.route.root === "me";
  if (["delete-list", "lists-own"].includes(name)) return life.operation("list") !== undefined;
  return true;
}

/** The line that documents what is asserted, where a page says it in so many words. */
function lineOf(name: AssertionName, operation: DescribedOperation | undefined): Source | undefined {
  if (!operation) return undefined;
  const { operation: described } = operation;
  if (OPTIONS.includes(name))
    return described.parameters?.find(
      (one) => one.in === "query" && one.name.replace(/^\$/, "").toLowerCase() === name,
    )?.["x-source"];
  if (["envelope", "reads", "lists", "references-listed", "deletes"].includes(name))
    return described["x-source"];
  return undefined;
}

/** Who the token belongs to: asked once, since `/me` is documented to be `/users/{id}` of that user. */
export function* whoAmI(chains: readonly Chain[], world: ChainWorld, ledger: Ledger): ChainProgram {
  const chain = chains.find(
    ({ node }) =>
      node.routes.some(({ root }) => root === "me") && node.routes.some(({ root }) => root === "users"),
  );
  const operation = chain?.node.routes[0]?.operations.create;
  if (!chain || !operation) return;
  const seen = yield* new Life(chain.node, world, ledger).send(operation, "/me", { method: "GET" });
  const user = objectOf(seen);
  for (const name of [user?.id, user?.userPrincipalName])
    if (typeof name === "string" && name !== "") world.users.names.push(name);
  if (world.users.names.length > 0) world.users.isSame = true;
}

/** Runs a chain to its end; what it could not assert is not judged, and says why. */
export function* runChain(chain: Chain, world: ChainWorld, ledger: Ledger, chains: number): ChainProgram {
  const life = new Life(chain.node, world, ledger);
  let reason = "another check of the chain says why it was not made";
  try {
    if (chain.node.kind === "singleton") yield* singletonLife(life);
    else yield* collectionLife(life, chains <= FULL_CHAINS);
  } catch (error) {
    if (!(error instanceof ChainStopped)) throw error;
    reason = life.advice() ?? error.message;
  }
  for (const { id } of chain.checks) ledger.notJudged(id, reason);
}

function* collectionLife(life: Life, isFull: boolean): ChainProgram {
  const parent = yield* createParents(life);
  const before = yield* listingBefore(life, parent);
  const first = yield* createFirst(life, parent);
  const second = yield* create(life, parent);
  const third = yield* createWithClientId(life, parent);
  const objects = [first, second, third].filter((made): made is Made => made !== undefined);
  yield* reading(life, objects);
  const whole = yield* listing(life, parent, objects, before);
  const leaf = markedLeaf(life);
  if (whole && isFull) yield* querying(life, parent, objects, whole, leaf);
  const other = life.node.parent ? yield* besideAnotherParent(life, first) : undefined;
  yield* besideAnotherUser(life, first);
  yield* expanding(life, first, parent);
  const changed = yield* changing(life, first, second, leaf, parent);
  yield* replacing(life, first, leaf, documentedBody(life.node));
  yield* unknown(life, first);
  if (isFull) {
    yield* withoutToken(life, second ?? first, parent);
    yield* withOtherToken(life, second ?? first, parent);
    yield* methods(life, first, parent);
    yield* text(life, third ?? first, parent, leaf);
  }
  yield* delta(life, second ?? first, parent, leaf);
  yield* references(life, first, second);
  yield* deleting(life, changed, objects.slice(1), parent);
  if (other) yield* deletingParent(life, parent, other);
}

/** A singleton is created in its one place; there is nothing beside it. */
function* singletonLife(life: Life): ChainProgram {
  const first = yield* createFirst(life, yield* createParents(life));
  yield* reading(life, [first]);
  const changed = yield* changing(life, first, undefined, markedLeaf(life), first.lineage);
  yield* replacing(life, first, markedLeaf(life), documentedBody(life.node));
  yield* withoutToken(life, changed, first.lineage);
  yield* withOtherToken(life, changed, first.lineage);
  yield* methods(life, changed, first.lineage);
  yield* deleting(life, changed, [], first.lineage);
}
