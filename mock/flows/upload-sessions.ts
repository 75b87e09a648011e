/** Uploads that are under way: the fragments that came, in order, until the last one makes a file of them. */
import type { JsonObject, JsonValue } from "../../spec/openapi/index.ts";
import { fromBase64, toBase64 } from "../store/contents.ts";
import { isObject } from "../store/json.ts";

export interface UploadSession {
  readonly id: string;
  /** Path of the request that began it, below the version. */
  readonly path: string;
  readonly target: UploadTarget;
  /** Milliseconds since 1970 by the mock's clock; moved on with each fragment. */
  expires: number;
  /** Bytes of the whole file, once a fragment has said. */
  total: number | undefined;
  /** Bytes that came, from the beginning on without gaps. */
  received: number;
  readonly fragments: Uint8Array<ArrayBuffer>[];
}

/** Where the finished file belongs. */
export interface UploadTarget {
  readonly container: string;
  /** Of an object that is there already and gets new content. */
  readonly key?: string;
  readonly name?: string;
  readonly conflict: "fail" | "replace" | "rename";
  /** Other paths by which the file is known. */
  readonly aliases: readonly string[];
  /** What the client says of the file. */
  readonly described: JsonObject;
}

export interface UploadSessions {
  open(path: string, target: UploadTarget, expires: number): UploadSession;
  find(id: string, now: number): UploadSession | undefined;
  /** False where the fragments of all sessions are more than may be kept. */
  append(session: UploadSession, bytes: Uint8Array<ArrayBuffer>): boolean;
  close(id: string): void;
  snapshot(): JsonValue[];
  restore(value: unknown): void;
  reset(): void;
}

const MOST_SESSIONS = 1_000;

export function createUploadSessions(
  maxBytes: number,
  newId: () => string,
  changed: () => void,
): UploadSessions {
  let sessions = new Map<string, UploadSession>();
  let size = 0;
  const close = (id: string): void => {
    size -= sessions.get(id)?.received ?? 0;
    sessions.delete(id);
    changed();
  };
  const add = (session: UploadSession): void => {
    sessions.set(session.id, session);
    size += session.received;
    if (sessions.size > MOST_SESSIONS) close(sessions.keys().next().value as string);
  };
  return {
    open: (path, target, expires) => {
      let id = newId();
      // A seeded source begins anew over a state that was saved.
      while (sessions.has(id)) id = newId();
      const session = { id, path, target, expires, total: undefined, received: 0, fragments: [] };
      add(session);
      changed();
      return session;
    },
    find: (id, now) => {
      const session = sessions.get(id);
      if (session && session.expires <= now) close(id);
      return sessions.get(id);
    },
    append: (session, bytes) => {
      if (size + bytes.length > maxBytes) return false;
      session.fragments.push(bytes);
      session.received += bytes.length;
      size += bytes.length;
      changed();
      return true;
    },
    close,
    snapshot: () =>
      [...sessions.values()].map(({ fragments, total, target, ...session }) => ({
        ...session,
        ...(total === undefined ? {} : { total }),
        target: { ...target, aliases: [...target.aliases] },
        fragments: fragments.map(toBase64),
      })),
    restore: (value) => {
      sessions = new Map();
      size = 0;
      for (const one of Array.isArray(value) ? value : []) {
        const session = readSession(one);
        if (!session) throw new TypeError("Unexpected value of flows.uploads, expected upload sessions");
        add(session);
      }
    },
    reset: () => {
      sessions = new Map();
      size = 0;
    },
  };
}

function readSession(value: unknown): UploadSession | undefined {
  if (!isObject(value)) return undefined;
  const { id, path, target, expires, total, received, fragments } = value;
  if (typeof id !== "string" || typeof path !== "string" || !isObject(target)) return undefined;
  if (typeof expires !== "number" || typeof received !== "number" || !Array.isArray(fragments))
    return undefined;
  const bytes = fragments.map((text) => (typeof text === "string" ? fromBase64(text) : undefined));
  if (bytes.includes(undefined) || typeof target.container !== "string" || !Array.isArray(target.aliases))
    return undefined;
  return {
    ...{ id, path, expires, received },
    total: typeof total === "number" ? total : undefined,
    target: target as unknown as UploadTarget,
    fragments: bytes as Uint8Array<ArrayBuffer>[],
  };
}
