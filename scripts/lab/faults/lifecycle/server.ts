/** A server that keeps what it is given, written straight down and apart from the mock: what the faulty ones of the bench differ from. */
import { randomUUID } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { isJsonObject, type JsonValue } from "../../../../spec/index.ts";
import { graphError, json, type Reply, type RunningServer } from "../reference.ts";
import type { Family } from "./family.ts";
import { type Ask, type Quirk, Store } from "./quirk.ts";
import { etag, select, type Thing, visible } from "./thing.ts";

/** Users that the two tokens of the bench belong to. */
export const TOKENS: Readonly<Record<string, string>> = { "token-of-ada": "ada", "token-of-ben": "ben" };
const USERS = ["ada", "ben", "cid"];

export async function serveFamily(family: Family, quirk: Quirk): Promise<RunningServer> {
  const store = new Store();
  let count = 0;
  const server = http.createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => void chunks.push(chunk));
    incoming.on("end", () => {
      count += 1;
      const ask = askOf(family, incoming, Buffer.concat(chunks).toString("utf8"), count);
      const plain = new Plain(family, store, quirk, base());
      const next = (other = ask): Reply => plain.answer(other);
      // A body that is no object is refused before anything else is looked at, whatever is wrong with the server.
      const reply = quirk.handle && isReadable(ask.text) ? quirk.handle(ask, next, store) : next();
      const send = (): void => {
        const isBare = reply.status === 204 || ask.method === "HEAD";
        outgoing.writeHead(reply.status, {
          ...(isBare ? {} : { "content-length": String(Buffer.byteLength(reply.body)) }),
          ...reply.headers,
        });
        outgoing.end(isBare ? undefined : reply.body);
      };
      send();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const base = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1.0`;
  return {
    url: base(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function isReadable(text: string): boolean {
  if (text === "") return true;
  try {
    return isJsonObject(JSON.parse(text) as JsonValue);
  } catch {
    return false;
  }
}

function askOf(family: Family, incoming: http.IncomingMessage, text: string, count: number): Ask {
  const url = new URL(incoming.url ?? "/", "http://localhost");
  const token = /^Bearer (\S+)$/.exec(incoming.headers.authorization ?? "")?.[1];
  const user = token === undefined ? "" : (TOKENS[token] ?? "nobody");
  const named = decodeURIComponent(url.pathname).replace(/^\/v1\.0/, "");
  const path = named.replace(new RegExp(`^/users/${user || "-"}(?:@example\\.org)?(?=/|$)`), "/me");
  const found = place(family, path);
  return {
    method: incoming.method ?? "GET",
    path,
    query: url.searchParams,
    headers: incoming.headers,
    text,
    user,
    count,
    byUser: named.startsWith("/users/"),
    collection: found?.collection,
    id: found?.id,
  };
}

/** Which documented collection a path leads to. */
function place(family: Family, path: string): { collection: string; id: string | undefined } | undefined {
  for (const { paths } of family.collections) {
    const pattern = (paths[0] ?? "").replace(/\{[^}]*\}/g, "[^/]+");
    const match = new RegExp(`^(${pattern})(?:/([^/]+))?$`).exec(path);
    if (match?.[1]) return { collection: match[1], id: match[2] };
  }
  return undefined;
}

const missing = (): Reply => graphError(404, "Request_ResourceNotFound", "The object does not exist.");
const nothing = (status = 204): Reply => ({ status, headers: {}, body: "" });

class Plain {
  readonly #family: Family;
  readonly #store: Store;
  readonly #quirk: Quirk;
  readonly #base: string;

  constructor(family: Family, store: Store, quirk: Quirk, base: string) {
    this.#family = family;
    this.#store = store;
    this.#quirk = quirk;
    this.#base = base;
  }

  answer(ask: Ask): Reply {
    if (ask.user === "")
      return graphError(401, "InvalidAuthenticationToken", "Access token is empty.", {
        "www-authenticate": 'Bearer realm=""',
      });
    if (ask.path === "/me") return json(200, { id: ask.user, userPrincipalName: `${ask.user}@example.org` });
    if (ask.path === "/users") return json(200, { value: USERS.map((id) => ({ id, displayName: id })) });
    if (/^\/users\//.test(ask.path)) return missing();
    const reference = /^(.*)\/members(?:\/([^/$]+))?(\/\$ref)?$/.exec(ask.path);
    if (reference?.[1] !== undefined && place(this.#family, reference[1])?.id !== undefined)
      return this.#references(ask, reference[1], reference[2], reference[3] !== undefined);
    if (ask.collection === undefined)
      return graphError(404, "BadRequest", "Resource not found for the segment.");
    if (!this.#hasParents(ask)) return missing();
    const key = `${ask.user}${ask.collection}`;
    this.#prepare(key);
    if (ask.id === undefined) return this.#collection(ask, key);
    if (ask.id === "delta" && this.#documents(ask)?.delta) return this.#delta(ask, key);
    return this.#object(ask, key, ask.id);
  }

  #documents(ask: Ask) {
    return this.#family.collections.find(({ paths }) =>
      new RegExp(`^${(paths[0] ?? "").replace(/\{[^}]*\}/g, "[^/]+")}$`).test(ask.collection ?? ""),
    );
  }

  #hasParents(ask: Ask): boolean {
    const above = /^(.*)\/([^/]+)\/[^/]+$/.exec(ask.collection ?? "");
    const found = above?.[1] === undefined ? undefined : place(this.#family, `${above[1]}/${above[2]}`);
    if (!found?.id || !above) return true;
    return (
      this.#shown(this.#store.of(`${ask.user}${found.collection}`)).some(({ id }) => id === found.id) &&
      this.#hasParents({ ...ask, collection: found.collection })
    );
  }

  #prepare(key: string): void {
    const { before = 0 } = this.#quirk;
    if (before === 0 || this.#store.things.has(key)) return;
    for (let index = 0; index < before; index += 1)
      this.#store.of(key).push({
        id: randomUUID(),
        createdDateTime: "2020-01-01T00:00:00Z",
        displayName: `Old ${index}`,
        title: `Old ${index}`,
      });
  }

  /** What has been there for as long as a change takes to show. */
  #shown(things: readonly Thing[]): Thing[] {
    const { lagMs = 0 } = this.#quirk;
    const now = Date.now();
    return things
      .filter((thing) => now - Number(thing["#at"] ?? 0) >= lagMs && thing["#gone"] !== true)
      .map((thing) =>
        thing["#old"] !== undefined && now - Number(thing["#changed"]) < lagMs
          ? (thing["#old"] as Thing)
          : thing,
      );
  }

  #collection(ask: Ask, key: string): Reply {
    if (ask.method === "POST") return this.#create(ask, key);
    if (ask.method !== "GET" && ask.method !== "HEAD")
      return graphError(405, "methodNotAllowed", "No.", { allow: "GET, POST" });
    return this.#list(ask, this.#shown(this.#store.of(key)));
  }

  #list(ask: Ask, all: readonly Thing[]): Reply {
    let things = [...all];
    const filter = /^(\w+) eq '(.*)'$/.exec(ask.query.get("$filter") ?? "");
    if (filter)
      things = things.filter((thing) => thing[filter[1] ?? ""] === filter[2]?.replaceAll("''", "'"));
    const order = /^(\w+)(?: (asc|desc))?$/.exec(ask.query.get("$orderby") ?? "");
    if (order)
      things.sort(
        (a, b) =>
          (String(a[order[1] ?? ""]) < String(b[order[1] ?? ""]) ? -1 : 1) * (order[2] === "desc" ? -1 : 1),
      );
    const total = things.length;
    const skip = Number(ask.query.get("$skip") ?? 0) + Number(ask.query.get("$skiptoken") ?? 0);
    things = things.slice(skip);
    const top = ask.query.has("$top") ? Number(ask.query.get("$top")) : Number.POSITIVE_INFINITY;
    const size = Math.min(top, this.#quirk.pageSize ?? Number.POSITIVE_INFINITY);
    const hasMore = things.length > size && size < top;
    const value = things.slice(0, size).map((thing) => select(visible(thing), ask.query.get("$select")));
    const link = new URLSearchParams(
      [...ask.query].filter(([name]) => name !== "$skip" && name !== "$skiptoken"),
    );
    link.set("$skiptoken", String(skip + size));
    return json(200, {
      "@odata.context": `${this.#base}/$metadata#things`,
      ...(ask.query.get("$count") === "true" ? { "@odata.count": total } : {}),
      ...(hasMore ? { "@odata.nextLink": `${this.#base}${ask.path}?${link}` } : {}),
      value,
    });
  }

  #create(ask: Ask, key: string): Reply {
    const body = this.#body(ask);
    if ("status" in body && "headers" in body) return body as unknown as Reply;
    this.#store.made += 1;
    const id = this.#quirk.newId?.(this.#store, key) ?? randomUUID();
    const thing: Thing = {
      ...(body as object),
      id,
      createdDateTime: new Date().toISOString(),
      "#at": Date.now(),
    };
    const kept = this.#quirk.keep?.(thing, ask, this.#store) ?? thing;
    this.#store.of(key).push(kept);
    this.#store.log.push({ at: key, id: kept.id, gone: false });
    return json(201, visible(kept), etag(kept));
  }

  /** The body as far as it is documented; a wrong one is refused. */
  #body(ask: Ask): Record<string, unknown> | Reply {
    if (!/^application\/json/.test(ask.headers["content-type"] ?? ""))
      return graphError(415, "BadRequest", "Content-Type must be application/json.");
    let value: unknown;
    try {
      value = JSON.parse(ask.text);
    } catch {
      return graphError(400, "BadRequest", "Unable to read JSON request payload.");
    }
    if (typeof value !== "object" || value === null || Array.isArray(value))
      return graphError(400, "BadRequest", "Not an object.");
    const known = this.#documents(ask)?.body ?? {};
    const own: Record<string, unknown> = {};
    for (const [name, given] of Object.entries(value)) {
      const like = known[name];
      if (like === undefined) continue;
      if (given !== null && (typeof given !== typeof like || Array.isArray(given) !== Array.isArray(like)))
        return graphError(400, "BadRequest", `'${name}' has the wrong type.`);
      own[name] = given;
    }
    return own;
  }

  #object(ask: Ask, key: string, id: string): Reply {
    const things = this.#store.of(key);
    const thing = this.#shown(things).find((one) => one.id === id);
    if (!thing) return missing();
    if (ask.method === "GET" || ask.method === "HEAD")
      return json(
        200,
        {
          "@odata.context": `${this.#base}/$metadata#things/$entity`,
          ...select(visible(thing), ask.query.get("$select")),
        },
        etag(thing),
      );
    if (ask.method !== "PATCH" && ask.method !== "DELETE")
      return graphError(405, "methodNotAllowed", "No.", { allow: "GET, PATCH, DELETE" });
    const match = ask.headers["if-match"];
    if (this.#quirk.insistsOnETag && match === undefined)
      return graphError(428, "PreconditionRequired", "If-Match is missing.");
    if (match !== undefined && match !== "*" && match !== etag(thing).etag)
      return graphError(412, "PreconditionFailed", "The object has changed.");
    const real = things.find((one) => one.id === id) ?? thing;
    if (ask.method === "DELETE") {
      if (this.#quirk.lagMs === undefined) things.splice(things.indexOf(real), 1);
      else setTimeout(() => things.splice(things.indexOf(real), 1), this.#quirk.lagMs);
      this.#store.log.push({ at: key, id, gone: true });
      return nothing();
    }
    const body = this.#body(ask);
    if ("status" in body && "headers" in body) return body as unknown as Reply;
    const old = { ...real };
    const kept = this.#quirk.keep?.({ ...real, ...body, id: real.id }, ask, this.#store) ?? {
      ...real,
      ...body,
    };
    Object.assign(real, kept, this.#quirk.lagMs === undefined ? {} : { "#old": old, "#changed": Date.now() });
    this.#store.log.push({ at: key, id, gone: false });
    return json(200, visible(real), etag(real));
  }

  #delta(ask: Ask, key: string): Reply {
    const since = Number(ask.query.get("$deltatoken") ?? 0);
    const link = { "@odata.deltaLink": `${this.#base}${ask.path}?$deltatoken=${this.#store.log.length}` };
    const entries = this.#store.log.slice(since).filter(({ at }) => at === key);
    const last = new Map(entries.map((entry) => [entry.id, entry]));
    const value = [...last.values()].flatMap(({ id, gone }) => {
      const thing = this.#store.of(key).find((one) => one.id === id);
      if (gone || !thing) return since === 0 ? [] : [{ id, "@removed": { reason: "deleted" } }];
      return [visible(thing)];
    });
    return json(200, { ...link, value });
  }

  #references(ask: Ask, owner: string, member: string | undefined, isRef: boolean): Reply {
    const at = place(this.#family, owner);
    if (!this.#store.of(`${ask.user}${at?.collection}`).some(({ id }) => id === at?.id)) return missing();
    const members = this.#store.members.get(owner) ?? [];
    this.#store.members.set(owner, members);
    if (!isRef)
      return ask.method === "GET"
        ? json(200, { value: members.map((id) => ({ "@odata.type": "#microsoft.graph.user", id })) })
        : graphError(405, "methodNotAllowed", "No.", { allow: "GET" });
    if (ask.method === "DELETE" && member !== undefined) {
      if (!members.includes(member)) return missing();
      members.splice(members.indexOf(member), 1);
      return nothing();
    }
    if (ask.method !== "POST") return graphError(405, "methodNotAllowed", "No.", { allow: "POST" });
    if (!/^application\/json/.test(ask.headers["content-type"] ?? ""))
      return graphError(415, "BadRequest", "Content-Type must be application/json.");
    let link: unknown;
    try {
      link = (JSON.parse(ask.text) as Record<string, unknown>)?.["@odata.id"];
    } catch {
      return graphError(400, "BadRequest", "Unable to read JSON request payload.");
    }
    const id = typeof link === "string" ? (link.split("/").at(-1) ?? "") : undefined;
    if (id === undefined) return graphError(400, "BadRequest", "@odata.id is missing.");
    if (!USERS.includes(id)) return missing();
    if (members.includes(id))
      return graphError(400, "Request_BadRequest", "One or more added object references already exist.");
    members.push(id);
    return nothing();
  }
}
