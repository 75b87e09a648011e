/**
 * Hands requests from whoever makes them up, one at a time, to whoever sends them, and the results back. Dredd has to be told beforehand how
 * many transactions there are; a property-based test makes up its next request only when it knows the last result.
 */
export interface Mailbox<Request, Result> {
  /** Sends a request and waits for its result; rejects once nobody takes requests any more. */
  send(request: Request): Promise<Result>;
  /** The next request; undefined once there will be none. */
  next(): Promise<Request | undefined>;
  answer(result: Result): void;
  /** No more requests. */
  close(): void;
  /** Nobody takes requests any more. */
  stop(): void;
}

export function createMailbox<Request, Result>(): Mailbox<Request, Result> {
  let waiting: ((request: Request | undefined) => void) | undefined;
  let pending: Request | undefined;
  let reply: { resolve: (result: Result) => void; reject: (error: Error) => void } | undefined;
  let closed = false;
  let stopped = false;
  return {
    send(request) {
      if (stopped) return Promise.reject(new MailboxStopped());
      return new Promise((resolve, reject) => {
        reply = { resolve, reject };
        if (waiting) {
          waiting(request);
          waiting = undefined;
        } else pending = request;
      });
    },
    next() {
      if (pending !== undefined) {
        const request = pending;
        pending = undefined;
        return Promise.resolve(request);
      }
      if (closed) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        waiting = resolve;
      });
    },
    answer(result) {
      reply?.resolve(result);
      reply = undefined;
    },
    close() {
      closed = true;
      waiting?.(undefined);
      waiting = undefined;
    },
    stop() {
      stopped = true;
      reply?.reject(new MailboxStopped());
      reply = undefined;
    },
  };
}

export class MailboxStopped extends Error {
  override readonly name = "MailboxStopped";
}
