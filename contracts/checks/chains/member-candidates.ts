import type { JsonObject } from "../../../spec/openapi/index.ts";
import { createWith, documentedBody } from "./creating.ts";
import { type Life, objectOf, type ReferenceNode } from "./life.ts";
import { envelopeOf } from "./listing.ts";
import { exampleObject } from "./resource-graph.ts";
import type { ChainProgram } from "./step.ts";

export const ODATA_ID = "@odata.id";

/** An object that may be added by reference, and the body that does it. */
export interface Member {
  readonly id: string;
  readonly body: JsonObject;
}

/** Objects that may be members: what the user named, what the page names, what the target lists. */
export function* candidatesOf(life: Life, { add, name }: ReferenceNode): ChainProgram<readonly Member[]> {
  const example = exampleObject(add.operation.requestBody?.content) as JsonObject | undefined;
  const link = typeof example?.[ODATA_ID] === "string" ? example[ODATA_ID] : undefined;
  const base = link?.replace(/\/[^/]*\/?$/, "") ?? `${serverOf(life)}/directoryObjects`;
  const kind = base.split("/").at(-1) ?? "directoryObjects";
  const ids = new Set<string>();
  for (const [parameter, value] of Object.entries(life.world.parameters))
    if (isMemberName(parameter, name, kind)) ids.add(value);
  const shown = link?.split("/").at(-1);
  if (shown !== undefined && !/[{}<>]/.test(shown)) ids.add(shown);
  for (const created of yield* createdMembers(life, kind)) ids.add(created);
  for (const user of life.world.users.names) ids.add(user);
  for (const value of Object.values(life.world.parameters)) ids.add(value);
  // A second one tells whether removing the first leaves it alone.
  if (ids.size < 2) for (const found of yield* listedMembers(life, add, kind)) ids.add(found);
  return [...ids]
    .slice(0, 8)
    .map((id) => ({ id, body: { ...(example ?? {}), [ODATA_ID]: `${base}/${id}` } }));
}

function serverOf(life: Life): string {
  return life.world.document.servers[0]?.url ?? "https://graph.microsoft.com/v1.0";
}

function isMemberName(parameter: string, name: string, kind: string): boolean {
  const singular = (text: string): string => text.toLowerCase().replace(/s$/, "");
  return (
    [singular(name), singular(kind)].some((one) => parameter.toLowerCase().startsWith(one)) ||
    /^(?:directoryObject|user|group|device)Id$/i.test(parameter)
  );
}

/** Objects of the kind that the reference names, where the description tells how to create them. */
function* createdMembers(life: Life, kind: string): ChainProgram<readonly string[]> {
  const node = life.world.nodes.find(({ key }) => key === `/${kind.toLowerCase()}`);
  const body = node && documentedBody(node);
  if (!node || !body) return [];
  const found: string[] = [];
  for (let count = 0; count < 2; count += 1) {
    const { made } = yield* createWith(life.of(node), [], body);
    if (made) found.push(made.id);
  }
  return found;
}

/** The first objects of a list that no page of the folder may document, but that Graph has. */
function* listedMembers(
  life: Life,
  add: ReferenceNode["add"],
  kind: string,
): ChainProgram<readonly string[]> {
  for (const place of new Set([`/${kind}`, "/users", "/groups"])) {
    const seen = yield* life.send(add, place, { method: "GET" });
    const ids = (envelopeOf(seen) ?? []).map(({ id }) => id).filter((id) => typeof id === "string");
    if (ids.length > 0) return ids.slice(0, 3);
  }
  const me = objectOf(yield* life.send(add, "/me", { method: "GET" }));
  return typeof me?.id === "string" ? [me.id] : [];
}
