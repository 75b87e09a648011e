import { splitUrl } from "./address.ts";
import { type Preferences, readPreferences } from "./prefer.ts";
import type { RequestIdentity } from "./response.ts";
import { type HeaderReader, headerReader, type ReceivedBody, type Surroundings } from "./surroundings.ts";

/** A request as the engine looks at it. */
export interface Incoming {
  readonly request: Request;
  readonly surroundings: Surroundings | undefined;
  /** GET for HEAD. */
  readonly method: string;
  /** With the version prefix, without the query. */
  readonly path: string;
  readonly search: string;
  readonly origin: string;
  readonly header: HeaderReader;
  readonly received: ReceivedBody | undefined;
  readonly identity: RequestIdentity;
  readonly preferences: Preferences;
  /** Milliseconds of the process's own clock, which runs where the mock's stands still. */
  readonly started: number;
}

export interface Clock {
  readonly now: () => Date;
  readonly fixedClock: boolean;
}

export function readIncoming(
  request: Request,
  surroundings: Surroundings | undefined,
  { now, fixedClock }: Clock,
  requestId: string,
): Incoming {
  const started = performance.now();
  const header = headerReader(request, surroundings);
  const { origin, path, search } = splitUrl(request.url);
  const date = now();
  return {
    request,
    surroundings,
    method: request.method === "HEAD" ? "GET" : request.method,
    path,
    search,
    origin,
    header,
    received: surroundings?.incoming?.received,
    identity: {
      requestId,
      clientRequestId: echoed(header("client-request-id")) ?? requestId,
      date,
      dateHeader: fixedClock ? date.toUTCString() : undefined,
    },
    preferences: readPreferences(header("prefer")),
    started,
  };
}

/** Only what may stand in a header again. */
function echoed(value: string | undefined): string | undefined {
  return value !== undefined && /^[\x21-\x7e][\x20-\x7e]{0,199}$/.test(value) ? value : undefined;
}
