/** Faults of changing and deleting. */
import { graphError, json, type Reply } from "../reference.ts";
import {
  type Body,
  bodyOf,
  instead,
  isChange,
  isCreate,
  isDelete,
  isList,
  isRead,
  keeping,
  keyOf,
  type LifecycleFault,
  notFound,
  onAnswer,
} from "./plant.ts";
import { type Thing, visible } from "./thing.ts";

export const CHANGING: readonly LifecycleFault[] = [
  {
    id: "change-lost",
    does: "answers a change and forgets it",
    check: "chain-changes",
    quirk: instead(isChange, (ask, next, store) => {
      const before = store.of(keyOf(ask)).map((one) => ({ ...one }));
      const reply = next();
      store.things.set(keyOf(ask), before);
      return reply;
    }),
  },
  {
    id: "change-old-answer",
    does: "answers a change with the old object",
    check: "chain-change-answer",
    quirk: instead(isChange, (ask, next, store) => {
      const old = store.of(keyOf(ask)).find(({ id }) => id === ask.id);
      const shown = old && visible({ ...old });
      const reply = next();
      return reply.status === 200 && shown ? { ...reply, body: JSON.stringify(shown) } : reply;
    }),
  },
  {
    id: "change-resets",
    does: "resets what a change does not name",
    check: "chain-changes-only",
    quirk: instead(isChange, (ask, next, store) => {
      const reply = next();
      const thing = store.of(keyOf(ask)).find(({ id }) => id === ask.id);
      const named = reply.status === 200 ? Object.keys(JSON.parse(ask.text) as Body) : [];
      if (reply.status === 200 && thing && named.length > 0)
        for (const name of Object.keys(thing))
          if (!named.includes(name) && !/^(?:id|createdDateTime|#)/.test(name)) delete thing[name];
      return reply;
    }),
  },
  {
    id: "change-all",
    does: "changes every object of the collection",
    check: "chain-changes-only",
    quirk: instead(isChange, (ask, next, store) => {
      const reply = next();
      if (reply.status === 200)
        for (const thing of store.of(keyOf(ask)))
          Object.assign(thing, JSON.parse(ask.text), { id: thing.id });
      return reply;
    }),
  },
  {
    id: "change-new-id",
    does: "gives a changed object another id",
    check: "chain-keeps-id",
    quirk: instead(isChange, (ask, next, store) => {
      const reply = next();
      const thing = store.of(keyOf(ask)).find(({ id }) => id === ask.id);
      if (reply.status === 200 && thing) thing.id = `${thing.id}x`;
      return reply.status === 200 && thing ? json(200, visible(thing)) : reply;
    }),
  },
  {
    id: "change-created-time",
    does: "renews the time of creation on a change",
    check: "chain-changes-only",
    quirk: keeping((thing, ask) =>
      ask.method === "PATCH" ? { ...thing, createdDateTime: "2031-01-01T00:00:00Z" } : thing,
    ),
  },
  {
    id: "null-ignored",
    does: "ignores null in a change",
    check: "chain-clears",
    quirk: instead(isChange, (ask, next) => {
      const body = ask.text.startsWith("{") ? (JSON.parse(ask.text) as Body) : undefined;
      return body
        ? next({
            ...ask,
            text: JSON.stringify(
              Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null)),
            ),
          })
        : next();
    }),
  },
  {
    id: "unknown-property-500",
    does: "breaks on an unknown property",
    check: "chain-change-undocumented",
    quirk: instead(isChange, (ask, next) =>
      ask.text.includes("graphContractsUnknown") ? graphError(500, "InternalServerError", "No.") : next(),
    ),
  },
  {
    id: "unknown-property-kept",
    does: "stores an unknown property",
    check: "chain-change-undocumented",
    quirk: keeping((thing, ask) =>
      ask.text.includes("graphContractsUnknown") ? { ...thing, ...(JSON.parse(ask.text) as Body) } : thing,
    ),
  },
  {
    id: "change-any-type",
    does: "stores an object for a text",
    check: "chain-change-type",
    quirk: instead(isChange, (ask, next, store) => {
      if (!ask.text.includes('{"graphContracts":17}')) return next();
      const thing = store.of(keyOf(ask)).find(({ id }) => id === ask.id);
      if (!thing || next({ ...ask, text: "{}" }).status !== 200) return next();
      Object.assign(thing, JSON.parse(ask.text));
      return json(200, visible(thing));
    }),
  },
  {
    id: "change-unknown-200",
    does: "makes an object of a change of an unknown id",
    check: "chain-change-unknown",
    quirk: onAnswer(isChange, (reply, ask) => notFound(reply, json(200, { id: ask.id }))),
  },
  {
    id: "delete-nothing",
    does: "answers a delete and keeps the object",
    check: "chain-deletes",
    quirk: instead(isDelete, (ask, next, store) => {
      const kept = [...store.of(keyOf(ask))];
      const reply = next();
      store.things.set(keyOf(ask), kept);
      return reply;
    }),
  },
  {
    id: "delete-listed",
    does: "goes on listing what was deleted",
    check: "chain-delete-list",
    quirk: () => {
      const gone = new Map<string, Thing>();
      return {
        handle(ask, next, store) {
          const thing = isDelete(ask) ? store.of(keyOf(ask)).find(({ id }) => id === ask.id) : undefined;
          const reply = next();
          if (thing && reply.status === 204) gone.set(`${keyOf(ask)} ${thing.id}`, visible(thing));
          if (!isList(ask) || reply.status !== 200) return reply;
          const body = bodyOf(reply);
          return json(200, {
            ...body,
            value: [
              ...(body.value as Thing[]),
              ...[...gone].filter(([key]) => key.startsWith(`${keyOf(ask)} `)).map(([, one]) => one),
            ],
          });
        },
      };
    },
  },
  {
    id: "delete-all",
    does: "deletes the whole collection",
    check: "chain-delete-only",
    quirk: instead(isDelete, (ask, next, store) => {
      const reply = next();
      if (reply.status === 204) store.of(keyOf(ask)).length = 0;
      return reply;
    }),
  },
  {
    id: "delete-again-204",
    does: "answers a second delete with 204",
    check: "chain-delete-again",
    quirk: onAnswer(isDelete, (reply) => notFound(reply, { status: 204, headers: {}, body: "" })),
  },
  {
    id: "delete-unknown-500",
    does: "breaks on a delete of an unknown id",
    check: "chain-delete-unknown",
    quirk: onAnswer(isDelete, (reply) => notFound(reply, graphError(500, "InternalServerError", "No."))),
  },
  {
    id: "delete-shape",
    does: "answers a second delete with an error of another shape",
    check: "chain-delete-again",
    quirk: onAnswer(isDelete, (reply) => notFound(reply, json(404, { message: "gone" }))),
  },
  {
    id: "orphans",
    does: "keeps what nested below a deleted object",
    check: "chain-delete-nested",
    families: ["todo"],
    quirk: () => {
      const seen = new Map<string, Reply>();
      return {
        handle(ask, next) {
          const reply = next();
          if (isRead(ask) && reply.status === 200) seen.set(ask.path, reply);
          if (isCreate(ask) && reply.status === 201)
            seen.set(`${ask.path}/${String(bodyOf(reply).id)}`, json(200, bodyOf(reply)));
          if (isDelete(ask)) seen.delete(ask.path);
          return isRead(ask) && reply.status === 404 ? (seen.get(ask.path) ?? reply) : reply;
        },
      };
    },
  },
];
