/** The mock's own API below `/_mock/`: to see what happened and to steer what happens. */
import { Hono } from "hono";
import type { OpenApiDocument } from "../../spec/openapi/index.ts";
import type { Faults } from "../engine/faults.ts";
import type { Log } from "../engine/log.ts";
import { type Environment, isLocal } from "../engine/surroundings.ts";
import type { Notifications } from "../flows/notifications.ts";
import type { OperationControl } from "../flows/operation-states.ts";
import type { Settings } from "../options.ts";
import type { State } from "../state.ts";
import { isObject, toJson } from "../store/json.ts";
import { servePage } from "./dashboard/index.ts";
import { ADMIN_DOCUMENT } from "./document.ts";
import type { EventStreams } from "./events.ts";

export interface AdminParts {
  readonly settings: Settings;
  readonly state: State;
  readonly faults: Faults;
  readonly log: Log;
  readonly operations: OperationControl;
  readonly notifications: Notifications;
  readonly reset: () => void;
  readonly document: () => OpenApiDocument;
  readonly streams: EventStreams;
}

export function answersAdmin({
  streams,
  settings,
  state,
  faults,
  log,
  operations,
  notifications,
  reset,
  document,
}: AdminParts): Hono<Environment> {
  const app = new Hono<Environment>();
  app.use(async (context, next) => {
    const refused = refuse(context.req.raw, isLocal(context.env), settings.adminToken);
    // The page holds no data and asks for the token itself.
    const page =
      !refused || refused.status === 401 ? await servePage(context.req.raw, settings.assets) : undefined;
    return page ?? refused ?? next();
  });
  app.get("/state", () => json(state.snapshot()));
  app.put("/state", async (context) => changed(await parsed(context.req.raw), state.restore));
  app.post("/reset", () => {
    reset();
    return new Response(null, { status: 204 });
  });
  app.get("/log", () => json({ exchanges: log.entries() }));
  app.delete("/log", () => {
    log.clear();
    return new Response(null, { status: 204 });
  });
  app.get("/events", () => streams.open());
  app.get("/faults", () => json({ faults: faults.list() }));
  app.put("/faults", async (context) => changed(await parsed(context.req.raw), faults.set));
  app.delete("/faults", () => {
    faults.clear();
    return new Response(null, { status: 204 });
  });
  app.get("/notifications", () => json({ notifications: notifications.list() }));
  app.delete("/notifications", () => {
    notifications.clear();
    return new Response(null, { status: 204 });
  });
  app.post("/subscriptions/:id/lifecycle", async (context) =>
    changed(await parsed(context.req.raw), (value) => {
      const event = isObject(value) ? value.lifecycleEvent : undefined;
      notifications.lifecycle(context.req.param("id"), String(event));
    }),
  );
  app.get("/operations", () => json(operations.pace));
  app.put("/operations", async (context) => changed(await parsed(context.req.raw), operations.set));
  app.get("/openapi.json", () => json(document()));
  app.get("/admin.openapi.json", () => json(ADMIN_DOCUMENT));
  app.all("*", (context) =>
    problem(404, "NotFound", `There is no ${context.req.method} ${context.req.path}.`),
  );
  return app;
}

/**
 * A page of another origin must not steer the mock, even without reading the answer: no CORS, and whatever a browser marks as
 * coming from elsewhere is refused. A name that was rebound to this machine (DNS rebinding) shows in `Host`.
 */
function refuse(request: Request, local: boolean, token: string | undefined): Response | undefined {
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  const host = request.headers.get("host") ?? new URL(request.url).host;
  if (
    (origin !== null && origin !== `http://${host}` && origin !== `https://${host}`) ||
    site === "cross-site" ||
    site === "same-site"
  ) {
    return problem(403, "CrossOrigin", "A page of another origin cannot use /_mock.");
  }
  if (token !== undefined) {
    const given = /^bearer\s+(.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
    if (given !== undefined && isSame(given.trim(), token)) return undefined;
    return problem(401, "AdminToken", "/_mock asks for the admin token: Authorization: Bearer TOKEN.", {
      "WWW-Authenticate": "Bearer",
    });
  }
  if (!local)
    return problem(
      403,
      "NotLocal",
      "/_mock answers this machine alone; start the mock with --admin-token to use it from another.",
    );
  if (!/^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/i.test(host)) {
    return problem(
      403,
      "NotLocal",
      `/_mock answers under the names of this machine alone, not as '${host}'.`,
    );
  }
  return undefined;
}

/** Takes the same time wherever the texts differ. */
function isSame(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let index = 0; index < b.length; index += 1)
    difference |= (a.charCodeAt(index) || 0) ^ b.charCodeAt(index);
  return difference === 0;
}

async function parsed(request: Request): Promise<{ readonly value: unknown } | { readonly fault: string }> {
  try {
    return { value: JSON.parse(await request.text()) };
  } catch (error) {
    return {
      fault: `Unexpected body, expected JSON: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

function changed(body: { value: unknown } | { fault: string }, change: (value: unknown) => void): Response {
  if ("fault" in body) return problem(400, "BadRequest", body.fault);
  try {
    change(body.value);
    return new Response(null, { status: 204 });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return problem(400, "BadRequest", error.message);
  }
}

function json(value: unknown): Response {
  return new Response(toJson(value), {
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store" },
  });
}

function problem(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Response {
  const body = toJson({ error: { code, message } });
  return new Response(body, {
    status,
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store", ...headers },
  });
}
