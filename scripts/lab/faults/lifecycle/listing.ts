/** Faults of lists and of what queries do to them. */
import { graphError, json } from "../reference.ts";
import { bodyOf, instead, isCreate, isList, keyOf, type LifecycleFault, onBody, onItems } from "./plant.ts";
import { type Thing, visible } from "./thing.ts";

export const LISTING: readonly LifecycleFault[] = [
  {
    id: "list-bare",
    does: "lists in a bare array",
    check: "chain-envelope",
    quirk: onBody(isList, (body) => body.value),
  },
  {
    id: "list-lacks-new",
    does: "lists the objects of the first minute only",
    check: "chain-lists",
    quirk: onItems((items) => items.slice(0, 1)),
  },
  {
    id: "list-twice",
    does: "lists the last object twice",
    check: "chain-lists",
    quirk: onItems((items) => [...items, ...items.slice(-1)]),
  },
  {
    id: "list-latest-only",
    does: "forgets what was there when something is created",
    check: "chain-lists-all",
    quirk: () => ({
      before: 2,
      handle(ask, next, store) {
        const reply = next();
        if (!isList(ask) || reply.status !== 200) return reply;
        const body = bodyOf(reply);
        const value = body.value as Thing[];
        return store.of(keyOf(ask)).length > 2
          ? json(200, { ...body, value: value.filter((one) => !/^Old/.test(String(one.displayName))) })
          : reply;
      },
    }),
  },
  {
    id: "list-stale",
    does: "lists objects as they were created",
    check: "chain-changes",
    quirk: () => {
      const old = new Map<string, unknown>();
      return {
        handle(ask, next) {
          const reply = next();
          if (isCreate(ask) && reply.status === 201) old.set(String(bodyOf(reply).id), bodyOf(reply));
          if (!isList(ask) || reply.status !== 200) return reply;
          const body = bodyOf(reply);
          return json(200, { ...body, value: (body.value as Thing[]).map((one) => old.get(one.id) ?? one) });
        },
      };
    },
  },
  {
    id: "list-stub",
    does: "lists ids and nothing else",
    check: "chain-lists-as-read",
    quirk: onItems((items) => items.map(({ id }) => ({ id }))),
  },
  {
    id: "list-all-collections",
    does: "lists the objects of all collections",
    check: "chain-lists-own",
    families: ["profile"],
    quirk: onItems((items, ask, store) =>
      items.length === 0
        ? items
        : [...store.things]
            .filter(([key]) => key.startsWith(ask.user))
            .flatMap(([, things]) => things.map(visible)),
    ),
  },
  {
    id: "list-all-parents",
    does: "lists what lies below any parent",
    check: "chain-lists-own",
    families: ["todo"],
    quirk: onItems((items, ask, store) => {
      const name = ask.collection?.split("/").at(-1) ?? "";
      return ask.collection === "/me/todo/lists"
        ? items
        : [...store.things]
            .filter(([key]) => key.endsWith(`/${name}`))
            .flatMap(([, things]) => things.map(visible));
    }),
  },
  {
    id: "page-circle",
    does: "links its first page to itself",
    check: "chain-pages",
    quirk: () => ({
      pageSize: 2,
      handle(ask, next) {
        const reply = next();
        if (!isList(ask) || reply.status !== 200) return reply;
        const body = bodyOf(reply);
        return body["@odata.nextLink"] === undefined
          ? reply
          : json(200, {
              ...body,
              "@odata.nextLink": `${String(body["@odata.nextLink"]).split("?")[0]}?$skiptoken=0`,
            });
      },
    }),
  },
  {
    id: "page-skips",
    does: "leaves out an object between two pages",
    check: "chain-lists",
    quirk: () => ({
      pageSize: 1,
      handle(ask, next) {
        const reply = next();
        if (!isList(ask) || reply.status !== 200) return reply;
        return {
          ...reply,
          body: String(reply.body).replace(
            /(skiptoken=)(\d+)/,
            (_, name: string, at: string) => `${name}${Number(at) + 1}`,
          ),
        };
      },
    }),
  },
  {
    id: "page-repeats",
    does: "shows an object on two pages",
    check: "chain-pages",
    quirk: () => ({
      pageSize: 2,
      handle(ask, next) {
        const reply = next();
        if (!isList(ask) || reply.status !== 200) return reply;
        return {
          ...reply,
          body: String(reply.body).replace(
            /(skiptoken=)(\d+)/,
            (_, name: string, at: string) => `${name}${Number(at) - 1}`,
          ),
        };
      },
    }),
  },
  {
    id: "page-broken",
    does: "links to a page that is not there",
    check: "chain-pages",
    quirk: () => ({
      pageSize: 2,
      handle: (ask, next) =>
        isList(ask) && ask.query.has("$skiptoken") ? graphError(400, "BadRequest", "No such page.") : next(),
    }),
  },
  ...(["$select", "$top", "$skip", "$orderby", "$filter", "$count"] as const).map(
    (name): LifecycleFault => ({
      id: `ignores-${name.slice(1)}`,
      does: `ignores ${name}`,
      check: `chain-${name.slice(1)}`,
      quirk: instead(isList, (ask, next) => {
        const query = new URLSearchParams(ask.query);
        query.delete(name);
        return next({ ...ask, query });
      }),
    }),
  ),
  {
    id: "orderby-ascending",
    does: "sorts upwards whatever is asked",
    check: "chain-orderby",
    quirk: instead(isList, (ask, next) => {
      const query = new URLSearchParams(ask.query);
      if (query.has("$orderby")) query.set("$orderby", String(query.get("$orderby")).replace(" desc", ""));
      return next({ ...ask, query });
    }),
  },
  {
    id: "filter-none",
    does: "filters everything away",
    check: "chain-filter",
    quirk: onItems((items, ask) => (ask.query.has("$filter") ? [] : items)),
  },
  {
    id: "top-plus-one",
    does: "returns one more than $top",
    check: "chain-top",
    quirk: instead(isList, (ask, next) => {
      const query = new URLSearchParams(ask.query);
      if (query.has("$top")) query.set("$top", String(Number(query.get("$top")) + 1));
      return next({ ...ask, query });
    }),
  },
];
