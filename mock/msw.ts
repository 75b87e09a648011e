/** Handlers for Mock Service Worker (https://mswjs.io, version 2): a door of its own, since only those who use MSW have it. */
import { type HttpHandler, http } from "msw";
import { DroppedConnection } from "./engine/faults.ts";
import type { Mock } from "./mock.ts";

export interface HandlerOptions {
  /** Scheme, host and port that clients address; default `https://graph.microsoft.com`. Paths are the mock's own. */
  readonly baseUrl?: string;
}

/**
 * MSW's request handlers by which the mock answers everything that is sent to one origin, in Node (`setupServer`) and in a
 * service worker (`setupWorker`) alike. Requests to other origins are left to MSW and its other handlers.
 * A base URL that is more than an origin is a `TypeError`.
 */
export function handlers(mock: Pick<Mock, "fetch">, options: HandlerOptions = {}): HttpHandler[] {
  const origin = originOf(options.baseUrl ?? "https://graph.microsoft.com");
  const below = new RegExp(`^${origin.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?:/|$)`);
  return [http.all(below, ({ request }) => answer(mock, request))];
}

async function answer(mock: Pick<Mock, "fetch">, request: Request): Promise<Response> {
  try {
    return await mock.fetch(request);
  } catch (error) {
    // To the client it is a network error: MSW would make an answer with status 500 of what is thrown.
    if (error instanceof DroppedConnection) return Response.error();
    throw error;
  }
}

function originOf(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new TypeError(
      `Unexpected baseUrl '${baseUrl}', expected an origin such as https://graph.microsoft.com`,
    );
  }
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "" || url.username !== "") {
    throw new TypeError(
      `Unexpected baseUrl '${baseUrl}', expected ${url.origin}: the mock knows the paths itself`,
    );
  }
  return url.origin;
}
