import { type Api, type Versions, versionOf } from "../api/index.ts";
import type { Settings } from "../options.ts";
import { forwardedAddress, splitUrl, tolerated } from "./address.ts";
import { type Preferences, readPreferences } from "./prefer.ts";
import type { RequestIdentity } from "./response.ts";
import { type HeaderReader, headerReader, type Surroundings } from "./surroundings.ts";

/** A request as the engine looks at it. */
export interface Incoming {
  readonly request: Request;
  readonly surroundings: Surroundings | undefined;
  /** GET for HEAD. */
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  /** The description at the time it came. */
  readonly api: Api;
  /** The version that the path begins with, undefined where that is none, and the path below it. */
  readonly prefix: string | undefined;
  readonly path: string;
  readonly search: string;
  /** By which the client came: links begin with it. */
  readonly origin: string;
  readonly header: HeaderReader;
  readonly identity: RequestIdentity;
  readonly preferences: Preferences;
  /** Milliseconds of the process's own clock, which runs where the mock's stands still. */
  readonly started: number;
}

export function readIncoming(
  request: Request,
  surroundings: Surroundings | undefined,
  { now, fixedClock }: Pick<Settings, "now" | "fixedClock">,
  versions: Versions,
  requestId: string,
): Incoming {
  const started = performance.now();
  const header = headerReader(request, surroundings);
  const { origin: received, path, search } = splitUrl(request.url);
  const { origin, prefix: ahead } = forwardedAddress(received, header);
  const tolerable = tolerated(path);
  const inside =
    ahead !== "" && tolerable.startsWith(`${ahead}/`) ? tolerable.slice(ahead.length) : tolerable;
  const api = versionOf(versions, inside);
  const stripped = api.strip(inside);
  const date = now();
  return {
    request,
    surroundings,
    method: request.method === "HEAD" ? "GET" : request.method,
    url: path + search,
    api,
    prefix: stripped?.prefix,
    path: stripped?.path ?? path,
    search,
    origin,
    header,
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
