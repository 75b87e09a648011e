import { graphError, json, PROFILE } from "../reference.ts";
import { type BenchServer, isCreate, onBody, onCreate, parsed } from "./server.ts";

const repeats = ["new-id"] as const;

/** Servers that hand an id out twice, or create once and no more. */
export const FAULTY_IDENTITY: readonly BenchServer[] = [
  {
    id: "documented-id",
    does: "always answers the documented example",
    behaviour: onBody((b) => ({ ...b, id: "eec06edb-6edb-eec0-db6e-c0eedb6ec0ee" })),
    fails: repeats,
  },
  {
    id: "id-per-path",
    does: "has one id for /me and one for each user",
    behaviour: onBody((b, { path }) => ({
      ...b,
      id: `profile-of-${path.split("/").slice(2, -1).join("-")}`,
    })),
    fails: repeats,
  },
  {
    id: "id-cycle-of-4",
    does: "repeats its ids after the fourth",
    behaviour: onBody((b, { created }) => ({ ...b, id: `id-${created % 4}` })),
    fails: repeats,
  },
  {
    id: "id-cycle-of-10",
    does: "repeats its ids after the tenth",
    behaviour: onBody((b, { created }) => ({ ...b, id: `id-${created % 10}` })),
    fails: repeats,
  },
  {
    id: "id-from-body",
    does: "makes the id from the body",
    behaviour: onBody((b, { body }) => ({ ...b, id: `id-${body.toString("base64url").slice(0, 40)}` })),
    fails: repeats,
  },
  {
    id: "id-from-second",
    does: "makes the id from the second",
    behaviour: onBody((b) => ({ ...b, id: String(Math.floor(Date.now() / 60_000)) })),
    fails: repeats,
  },
  {
    id: "second-create-409",
    does: "refuses a second create",
    behaviour: () => {
      const seen = new Set<string>();
      return onCreate((reply, { path }) => {
        if (seen.has(path)) return graphError(409, "Conflict", "There is a profile already.");
        seen.add(path);
        return reply;
      })();
    },
    fails: ["new-id", "accept-charset"],
    mayFail: [
      "accept-pretty",
      "accept-reordered",
      "accept-upper-case-headers",
      "accept-without-type",
      "accept-compressed",
    ],
  },
  {
    id: "third-create-500",
    does: "breaks on every third create",
    behaviour: () => {
      let creates = 0;
      return onCreate((reply) => {
        creates += 1;
        return creates % 3 === 0 ? graphError(500, "InternalServerError", "Broken.") : reply;
      })();
    },
    fails: ["new-id"],
    mayFail: ["*"],
  },
  {
    id: "second-answer-without-id",
    does: "answers an id the first time only",
    behaviour: () => {
      let creates = 0;
      return onBody((b) => {
        creates += 1;
        return creates > 2 ? { "@odata.type": PROFILE } : b;
      })();
    },
    fails: ["new-id"],
    mayFail: ["*"],
  },
  {
    id: "same-answer-when-repeated",
    does: "answers a repeated request from its memory",
    behaviour: () => {
      const answers = new Map<string, string>();
      return onCreate((reply, { path, body }) => {
        const key = `${path} ${body.toString("utf8")}`;
        const known = answers.get(key);
        if (known !== undefined) return { ...reply, body: known };
        answers.set(key, String(reply.body));
        return reply;
      })();
    },
    fails: repeats,
  },
  {
    id: "client-id-refused",
    does: "refuses the id that the page's table asks for",
    behaviour: () => ({
      decide: (request, next) => {
        const body = parsed(request);
        const named = typeof body === "object" && body !== null && "id" in body;
        return isCreate(request) && named
          ? json(400, { error: { code: "BadRequest", message: "id is read-only." } })
          : next();
      },
    }),
    fails: ["accept-reordered"],
  },
];
