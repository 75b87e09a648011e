/** Faults of delta queries and of references. */
import { json } from "../reference.ts";
import {
  bodyOf,
  instead,
  isDelta,
  isMembers,
  type LifecycleFault,
  notFound,
  onAnswer,
  onBody,
} from "./plant.ts";
import type { Thing } from "./thing.ts";

export const MEMBERS: readonly LifecycleFault[] = [
  {
    id: "delta-no-link",
    does: "ends a round without a link",
    check: "chain-delta",
    families: ["todo"],
    quirk: onBody(isDelta, ({ "@odata.deltaLink": _link, ...body }) => body),
  },
  {
    id: "delta-all",
    does: "shows everything in each round",
    check: "chain-delta",
    families: ["todo"],
    quirk: instead(isDelta, (ask, next) => next({ ...ask, query: new URLSearchParams() })),
  },
  {
    id: "delta-no-removed",
    does: "does not tell of deletes",
    check: "chain-delta",
    families: ["todo"],
    quirk: onBody(isDelta, (body) => ({
      ...body,
      value: (body.value as Thing[]).filter((one) => one["@removed"] === undefined),
    })),
  },
  {
    id: "delta-no-changes",
    does: "shows new objects only",
    check: "chain-delta",
    families: ["todo"],
    quirk: () => {
      const told = new Set<string>();
      return {
        handle(ask, next) {
          const reply = next();
          if (!isDelta(ask) || reply.status !== 200) return reply;
          const body = bodyOf(reply);
          const value = (body.value as Thing[]).filter(
            (one) => one["@removed"] !== undefined || !told.has(one.id),
          );
          for (const { id } of value) told.add(id);
          return json(200, { ...body, value });
        },
      };
    },
  },
  {
    id: "delta-empty",
    does: "has nothing in a round after the first",
    check: "chain-delta",
    families: ["todo"],
    quirk: onBody(isDelta, (body, ask) => (ask.query.has("$deltatoken") ? { ...body, value: [] } : body)),
  },
  {
    id: "reference-lost",
    does: "answers a reference and forgets it",
    check: "chain-references-listed",
    families: ["units"],
    quirk: onBody(
      (ask) => isMembers(ask) && ask.method === "GET",
      (body) => ({ ...body, value: [] }),
    ),
  },
  {
    id: "reference-twice",
    does: "adds a member twice",
    check: "chain-reference-again",
    families: ["units"],
    quirk: instead(
      (ask) => isMembers(ask) && ask.method === "POST",
      (ask, next, store) => {
        const reply = next();
        if (reply.status !== 400 || !String(reply.body).includes("already")) return reply;
        store.members.get(ask.path.replace(/\/members.*$/, ""))?.push("ada");
        return { status: 204, headers: {}, body: "" };
      },
    ),
  },
  {
    id: "reference-anything",
    does: "adds a member that there is not",
    check: "chain-reference-unknown",
    families: ["units"],
    quirk: onAnswer(
      (ask) => isMembers(ask) && ask.method === "POST",
      (reply) => notFound(reply, { status: 204, headers: {}, body: "" }),
    ),
  },
  {
    id: "reference-open",
    does: "adds members without a token",
    check: "chain-reference-no-token",
    families: ["units"],
    quirk: instead(
      (ask) => ask.user === "" && isMembers(ask) && ask.method === "POST",
      (ask, next) => next({ ...ask, user: "ada" }),
    ),
  },
  {
    id: "unreference-lost",
    does: "answers a removal and keeps the member",
    check: "chain-unreferences",
    families: ["units"],
    quirk: instead(
      (ask) => isMembers(ask) && ask.method === "DELETE",
      (ask, next, store) => {
        const key = ask.path.replace(/\/members.*$/, "");
        const kept = [...(store.members.get(key) ?? [])];
        const reply = next();
        store.members.set(key, kept);
        return reply;
      },
    ),
  },
  {
    id: "unreference-all",
    does: "removes all members",
    check: "chain-unreference-only",
    families: ["units"],
    quirk: instead(
      (ask) => isMembers(ask) && ask.method === "DELETE",
      (ask, next, store) => {
        const reply = next();
        if (reply.status === 204) store.members.set(ask.path.replace(/\/members.*$/, ""), []);
        return reply;
      },
    ),
  },
  {
    id: "unreference-again-204",
    does: "answers a second removal with 204",
    check: "chain-unreference-again",
    families: ["units"],
    quirk: onAnswer(
      (ask) => isMembers(ask) && ask.method === "DELETE",
      (reply) => notFound(reply, { status: 204, headers: {}, body: "" }),
    ),
  },
  {
    id: "unreference-deletes-owner",
    does: "deletes the object with its member",
    check: "chain-unreference-only",
    families: ["units"],
    quirk: instead(
      (ask) => isMembers(ask) && ask.method === "DELETE",
      (ask, next, store) => {
        const reply = next();
        const id = /units\/([^/]+)\/members/.exec(ask.path)?.[1];
        const key = `${ask.user}/directory/units`;
        if (reply.status === 204)
          store.things.set(
            key,
            store.of(key).filter((one) => one.id !== id),
          );
        return reply;
      },
    ),
  },
];
