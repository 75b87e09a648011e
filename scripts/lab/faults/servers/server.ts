import { type Behaviour, isCreatePath, type Reply, type Request } from "../reference.ts";

/** One server of the bench: the reference with one thing changed. */
export interface BenchServer {
  readonly id: string;
  /** What it does, as the end of "a server that …". */
  readonly does: string;
  readonly behaviour: () => Behaviour;
  /**
   * Of a faulty server: the cases that must fail, by the last part of their id, on one operation at least. Every other case must pass or be skipped.
   * Of a conforming one: absent.
   */
  readonly fails?: readonly string[];
  /** Other cases that fail with it, and may. */
  readonly mayFail?: readonly string[];
}

/** Changes the answer to an accepted create and nothing else. */
export function onCreate(change: (reply: Reply, request: Request) => Reply): () => Behaviour {
  return () => ({
    decide: (request, next) => {
      const reply = next();
      return reply.status === 201 ? change(reply, request) : reply;
    },
  });
}

/** Changes the JSON of an accepted create. */
export function onBody(
  change: (body: Record<string, unknown>, request: Request) => unknown,
): () => Behaviour {
  return onCreate((reply, request) => {
    const body = JSON.parse(String(reply.body)) as Record<string, unknown>;
    return { ...reply, body: JSON.stringify(change(body, request)) };
  });
}

/** Changes refusals and nothing else. */
export function onRefusal(change: (reply: Reply, request: Request) => Reply): () => Behaviour {
  return () => ({
    decide: (request, next) => {
      const reply = next();
      return reply.status >= 400 ? change(reply, request) : reply;
    },
  });
}

/** Answers some requests by itself and leaves the rest to the reference. */
export function instead(
  when: (request: Request) => boolean,
  answer: (request: Request) => Reply,
): () => Behaviour {
  return () => ({ decide: (request, next) => (when(request) ? answer(request) : next()) });
}

/** As if the reference had been sent a corrected request: what a lenient server makes of a wrong one. */
export function lenient(
  correct: (request: Request) => Partial<Request>,
  reference: (request: Request) => Reply,
): () => Behaviour {
  return () => ({ decide: (request) => reference({ ...request, ...correct(request) }) });
}

export function isCreate(request: Request): boolean {
  return request.method === "POST" && isCreatePath(request.path);
}

export function parsed(request: Request): unknown {
  try {
    return JSON.parse(request.body.toString("utf8"));
  } catch {
    return undefined;
  }
}

export function hasToken({ headers }: Request): boolean {
  return /^Bearer \S/i.test(headers.authorization ?? "");
}
