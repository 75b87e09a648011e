/**
 * Which of several pages that document one operation is the one to go by. A page with an annotated example of exactly this operation goes
 * before one whose examples are of a sibling path, and that before one without annotations; a page about the resource that the path names
 * goes before another that happens to share the path; an example of placeholders, or of an object in a needless envelope, comes last.
 */
import { isJsonObject, type JsonValue } from "../json.ts";
import type { DocumentedExchange } from "./model.ts";
import type { OperationDraft } from "./operation-draft.ts";
import type { PageFacts } from "./page-facts.ts";
import { shortName } from "./type-reference.ts";

/** Sorts sources and exchanges, the best first; equals keep the order of their pages' names. */
export function rankSources(draft: OperationDraft): void {
  if (draft.sources.length < 2) return;
  const resource = resourceOf(draft.path);
  const ranks = new Map<string, readonly number[]>();
  for (const { page } of draft.sources) ranks.set(page.page, rankOf(page, draft, resource));
  const compare = (a: string, b: string): number => compareRanks(ranks.get(a), ranks.get(b));
  draft.sources.sort((a, b) => compare(a.page.page, b.page.page));
  draft.exchanges.sort((a, b) => compare(a.page, b.page));
  draft.borrowed.sort((a, b) => compare(a.page, b.page));
}

/** A page that only has an example of the operation, and no template, comes after all that document it. */
function compareRanks(a: readonly number[] | undefined, b: readonly number[] | undefined): number {
  if (!a || !b) return Number(!a) - Number(!b);
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function rankOf(page: PageFacts, draft: OperationDraft, resource: string): readonly number[] {
  const own = draft.exchanges.filter((exchange) => exchange.page === page.page);
  const derived = draft.borrowed.filter((exchange) => exchange.page === page.page);
  const shown = own.length > 0 ? own : derived;
  const annotated = shown.some(({ tier }) => tier === "documented");
  const tier = shown.length === 0 ? 3 : !annotated ? 2 : own.length > 0 ? 0 : 1;
  const doubt = shown.length === 0 ? 0 : Math.min(...shown.map(doubtOf));
  return [doubt, tier, strangeness(page, shown, resource)];
}

function doubtOf({ request, response }: DocumentedExchange): number {
  if (isWrapped(response.body?.json)) return 2;
  return request.body?.placeholders || response.body?.placeholders ? 1 : 0;
}

/** `{ "value": { … } }`, or a list of such. */
function isWrapped(body: JsonValue | undefined): boolean {
  if (!isJsonObject(body) || !isEnvelope(body)) return false;
  const held = body.value;
  if (!Array.isArray(held)) return isJsonObject(held);
  const items = held as JsonValue[];
  return (
    items.length > 0 &&
    items.every((item) => isJsonObject(item) && isEnvelope(item) && isJsonObject(item.value))
  );
}

function isEnvelope(value: Readonly<Record<string, JsonValue>>): boolean {
  return (
    Object.hasOwn(value, "value") &&
    Object.keys(value).every((name) => name === "value" || name.startsWith("@"))
  );
}

/** 0 where type and name of the page are those of the path, 1 where one is, 2 where none is. */
function strangeness(page: PageFacts, shown: readonly DocumentedExchange[], resource: string): number {
  const types = shown
    .map(({ annotation }) => annotation["@odata.type"] ?? annotation["@type"])
    .filter((type): type is string => typeof type === "string")
    .map((type) => shortName(type.replace(/^collection\(|\)$/gi, "")));
  const name = page.page.replace(/^.*\//, "").split(/[-.]/)[0] ?? "";
  return 2 - Number(types.some((type) => isResource(type, resource))) - Number(isResource(name, resource));
}

/** The last segment that is a word of its own: what the path is about. */
function resourceOf(path: string): string {
  return (
    path
      .split("/")
      .findLast((segment) => /^[a-z]\w*$/i.test(segment))
      ?.toLowerCase() ?? ""
  );
}

function isResource(name: string, segment: string): boolean {
  const singular = name.toLowerCase();
  return [singular, `${singular}s`, `${singular}es`, singular.replace(/y$/, "ies")].includes(segment);
}
