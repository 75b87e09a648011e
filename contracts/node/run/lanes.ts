import type { Case } from "../dredd/transactions.ts";

/**
 * Splits cases into lanes that may be sent side by side. Cases of one operation, on one object or of one chain stay in one lane and in their
 * order: what one of them does, the next one may depend on.
 */
export function lanesOf(cases: readonly Case[], most: number): readonly (readonly Case[])[] {
  const lanes: { size: number; readonly cases: Case[] }[] = [];
  const order = new Map(cases.map((one, index) => [one, index]));
  for (const group of groupsOf(cases).toSorted((a, b) => b.length - a.length)) {
    let lane = lanes.length < most ? undefined : lanes.reduce((a, b) => (b.size < a.size ? b : a));
    if (!lane) {
      lane = { size: 0, cases: [] };
      lanes.push(lane);
    }
    lane.cases.push(...group);
    lane.size += group.length;
  }
  return lanes.map((lane) => lane.cases.toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)));
}

function groupsOf(cases: readonly Case[]): readonly (readonly Case[])[] {
  const parents = new Map<string, string>();
  const root = (key: string): string => {
    let at = key;
    for (let next = parents.get(at); next !== undefined; next = parents.get(at)) at = next;
    return at;
  };
  const keys = new Map(cases.map((one) => [one, keysOf(one)]));
  for (const [first = "", ...others] of keys.values()) {
    for (const other of others) if (root(other) !== root(first)) parents.set(root(other), root(first));
  }
  const groups = new Map<string, Case[]>();
  for (const one of cases) {
    const name = root(keys.get(one)?.[0] ?? "");
    const group = groups.get(name) ?? [];
    group.push(one);
    groups.set(name, group);
  }
  return [...groups.values()];
}

/** What a case shares with those that it may not be separated from. */
function keysOf({ planned, request }: Case): readonly string[] {
  const { operationId, path } = planned.check.operation;
  const chain = planned.chain === undefined ? [] : [`chain ${planned.chain}`];
  return [`operation ${operationId}`, `object ${objectPath(path, request.path)}`, ...chain];
}

/** The path down to its last parameter, or as a whole where it has none. */
function objectPath(template: string, path: string): string {
  const names = (template.split("?")[0] ?? "").split("/");
  const segments = (path.split("?")[0] ?? "").toLowerCase().split("/");
  const last = names.findLastIndex((name) => name.includes("{"));
  return last < 0 ? segments.join("/") : segments.slice(0, last + 1).join("/");
}
