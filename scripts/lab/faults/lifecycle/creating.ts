/** Faults of creating and reading. */
import { graphError, json } from "../reference.ts";
import {
  type Body,
  first,
  instead,
  isCreate,
  isRead,
  keeping,
  keyOf,
  type LifecycleFault,
  notFound,
  onAnswer,
  onBody,
} from "./plant.ts";
import { type Thing, visible } from "./thing.ts";

export const CREATING: readonly LifecycleFault[] = [
  {
    id: "echo-example",
    does: "answers a create with the documented example",
    check: "chain-echoes",
    quirk: onBody(isCreate, (body) => ({ ...body, [first(body as Thing)]: "Desk" })),
  },
  {
    id: "drop-on-create",
    does: "loses a property that was sent",
    check: "chain-reads",
    quirk: keeping((thing, ask) =>
      ask.method === "POST" ? ({ ...thing, [first(thing)]: undefined } as Thing) : thing,
    ),
  },
  {
    id: "takes-client-id",
    does: "takes the id that the client names",
    check: "chain-own-id",
    quirk: instead(isCreate, (ask, next, store) => {
      const reply = next();
      const wanted = (JSON.parse(ask.text || "{}") as Body).id;
      if (reply.status !== 201 || typeof wanted !== "string") return reply;
      const thing = store.of(keyOf(ask)).at(-1);
      if (thing) thing.id = wanted;
      return json(201, thing ? visible(thing) : {});
    }),
  },
  {
    id: "reuses-ids",
    does: "gives the id of a deleted object to the next",
    check: "chain-fresh-id",
    quirk: () => ({ newId: (store, key) => String(store.of(key).length + 1) }),
  },
  {
    id: "creates-two",
    does: "makes two objects of one create",
    check: "chain-lists",
    quirk: instead(isCreate, (ask, next, store) => {
      const reply = next();
      const thing = store.of(keyOf(ask)).at(-1);
      if (reply.status === 201 && thing) store.of(keyOf(ask)).push({ ...thing, id: `${thing.id}-2` });
      return reply;
    }),
  },
  {
    id: "never-stores",
    does: "answers creates and stores nothing",
    check: "chain-reads",
    quirk: instead(isCreate, (ask, next, store) => {
      const reply = next();
      store.of(keyOf(ask)).pop();
      return reply;
    }),
    families: ["profile", "units"],
  },
  {
    id: "read-stub",
    does: "reads an object without its properties",
    check: "chain-reads",
    quirk: onBody(isRead, (body) => ({ id: body.id, createdDateTime: body.createdDateTime })),
  },
  {
    id: "read-last",
    does: "reads the last object for any id",
    check: "chain-reads",
    quirk: instead(isRead, (ask, next, store) => {
      const reply = next();
      const last = store.of(keyOf(ask)).at(-1);
      return reply.status === 200 && last ? json(200, visible(last)) : reply;
    }),
  },
  {
    id: "read-string-boolean",
    does: "reads booleans and numbers as strings",
    check: "chain-reads",
    quirk: onBody(isRead, (body) =>
      Object.fromEntries(
        Object.entries(body).map(([name, value]) => [
          name,
          typeof value === "boolean" || typeof value === "number" ? String(value) : value,
        ]),
      ),
    ),
    families: ["profile", "todo"],
  },
  {
    id: "read-new-date",
    does: "makes the time of creation up at each read",
    check: "chain-reads",
    quirk: onBody(isRead, (body, ask) => ({
      ...body,
      createdDateTime: new Date(1e12 + ask.count * 1e7).toISOString(),
    })),
  },
  {
    id: "unknown-200",
    does: "answers 200 for an unknown id",
    check: "chain-read-unknown",
    quirk: onAnswer(isRead, (reply, ask) => notFound(reply, json(200, { id: ask.id }))),
  },
  {
    id: "unknown-400",
    does: "answers 400 for an unknown id",
    check: "chain-read-unknown",
    quirk: onAnswer(isRead, (reply) => notFound(reply, graphError(400, "BadRequest", "No."))),
  },
  {
    id: "unknown-500",
    does: "breaks on an unknown id",
    check: "chain-read-unknown",
    quirk: onAnswer(isRead, (reply) => notFound(reply, graphError(500, "InternalServerError", "No."))),
  },
  {
    id: "unknown-html",
    does: "answers an unknown id with a page for people",
    check: "chain-read-unknown",
    quirk: onAnswer(isRead, (reply) =>
      notFound(reply, { status: 404, headers: { "content-type": "text/html" }, body: "<h1>Not found</h1>" }),
    ),
  },
  {
    id: "users-apart",
    does: "keeps /users/{id} apart from /me",
    check: "chain-reads-by-user",
    families: ["profile"],
    quirk: instead(
      ({ byUser }) => byUser,
      (ask, next) => next({ ...ask, user: `${ask.user}, apart` }),
    ),
  },
];
