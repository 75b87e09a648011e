import { Hono } from "hono";
import { answersAdmin } from "./admin/admin.ts";
import { createEventStreams } from "./admin/events.ts";
import type { World } from "./answer/index.ts";
import { type Api, compileVersions, type Endpoint, summaryOf } from "./api/index.ts";
import { findUser, plant } from "./api/seed.ts";
import { createDirectory } from "./api/users.ts";
import { isSteering } from "./engine/address.ts";
import { createChance } from "./engine/chance.ts";
import { createEngine } from "./engine/engine.ts";
import { createFaults, type Faults } from "./engine/faults.ts";
import { createLog, type Log } from "./engine/log.ts";
import type { Environment, Surroundings } from "./engine/surroundings.ts";
import { createCallbacks } from "./flows/callbacks.ts";
import { createNotifications, type Notifications } from "./flows/notifications.ts";
import type { OperationControl } from "./flows/operation-states.ts";
import { type Artefacts, type MockOptions, resolveOptions, type Settings, type User } from "./options.ts";
import { createMemory, type Memory, type State } from "./state.ts";
import { createIdSource, type IdSource } from "./store/ids.ts";
import { createRandom } from "./store/random.ts";

/**
 * A mock of the documented API: a Hono app, so `fetch(request)` and `request(path, init)` answer without a port, and any server
 * for the Fetch API serves it. Nothing is shared between two mocks.
 */
export interface Mock extends Hono<Environment> {
  /** Forgets what clients created, the log and the faults; seeded sequences begin anew. */
  reset(): void;
  /** Exchanges the artefacts and keeps the state. */
  load(artefacts: Artefacts): void;
  /** Ends the event streams that are open and gives up notifications that wait, so that a server can stop. */
  close(): void;
  readonly state: State;
  readonly faults: Faults;
  readonly log: Log;
  /** When long-running operations end, and how. */
  readonly operations: OperationControl;
  /** Change notifications, sent or only collected. */
  readonly notifications: Notifications;
  readonly signedInUser: User;
  /** What it answers from now. */
  readonly api: Pick<Api, "document" | "prefixes" | "operations">;
}

export function createMock(options: MockOptions): Mock {
  const settings = resolveOptions(options);
  const memory = createMemory(settings);
  const faults = createFaults();
  const log = createLog(settings.logSize);
  let versions = compileVersions(options);
  const directory = createDirectory(settings.signedInUser, settings.users, (userPrincipalName) =>
    findUser(userPrincipalName, versions, memory.store),
  );
  const sow = (): ReadonlySet<string> => plant(settings, versions[0], directory, memory.store);
  let seeded = sow();

  const { flows } = memory;
  const tokens = createRandom(settings.seed, "validation tokens");
  const callbacks = createCallbacks(settings.send, settings.allowCallbacks, tokens.uuid);
  const notifications = createNotifications({
    subscriptions: flows.subscriptions,
    callbacks,
    directory,
    api: () => versions[0],
    now: settings.now,
    retryPause: settings.notificationRetry,
  });
  memory.watch((container, key, before, after) => {
    if (flows.subscriptions.size > 0) notifications.changed({ container, key, before, after });
  });

  const start = () =>
    createEngine({
      settings,
      callbacks,
      directory,
      world: createWorld(settings, memory, (container) => seeded.has(container)),
      faults,
      chance: createChance(settings),
      log,
      random: createRandom(settings.seed, "request ids"),
      versions: () => versions,
    });
  let engine = start();

  const streams = createEventStreams(log);

  const reset = (): void => {
    memory.reset();
    notifications.close();
    notifications.clear();
    seeded = sow();
    faults.clear();
    log.clear();
    // Seeded sequences live in the engine: a new one begins them anew.
    engine = start();
    streams.announce("reset");
  };

  const operations: OperationControl = {
    get pace() {
      return memory.flows.operations.pace;
    },
    set: memory.flows.operations.setPace,
  };
  const { snapshot, restore, subscribe } = memory;
  const state: State = {
    ...{ snapshot, restore, subscribe },
    get size() {
      return memory.size;
    },
    get full() {
      return memory.full;
    },
  };

  const app = new Hono<Environment>();
  // A dropped connection must reach the caller of `fetch` as the failure that it is.
  app.onError((error) => {
    throw error;
  });
  app.route(
    "/_mock",
    answersAdmin({
      ...{ settings, state, faults, log, operations, notifications, reset, streams },
      document: () => versions[0].document,
    }),
  );
  app.all("*", (context) => engine.fetch(context.req.raw, context.env));

  const routed = app.fetch;
  return Object.defineProperties(app as Mock, {
    // All but steering goes straight to the engine: a second router would cost each request a tenth of its time.
    fetch: {
      value: ((request, environment, context) => {
        if (isSteering(request.url)) return routed(request, environment, context);
        const surroundings = environment as Surroundings | undefined;
        if (surroundings?.incoming?.received) return engine.fetch(request, surroundings);
        // Whoever embeds the mock may count on a promise.
        return (async () => engine.fetch(request, surroundings))();
      }) satisfies typeof routed,
    },
    reset: { value: reset },
    close: {
      value: () => {
        streams.close();
        notifications.close();
      },
    },
    notifications: { value: notifications satisfies Notifications },
    load: {
      value: (artefacts: Artefacts) => {
        versions = compileVersions(artefacts);
        streams.announce("description");
      },
    },
    state: { value: state },
    faults: { value: faults },
    log: { value: log },
    operations: { value: operations },
    signedInUser: { value: directory.signedIn },
    api: { get: () => summaryOf(versions) },
  });
}

/** Ids of one kind of thing never repeat, whichever collection they go to. */
function createWorld(
  settings: Settings,
  { store, contents, flows }: Memory,
  isSeeded: World["isSeeded"],
): World {
  const random = createRandom(settings.seed, "object ids");
  const etags = createRandom(settings.seed, "entity tags");
  const sources = new Map<string, IdSource>();
  return {
    ...{ store, contents, flows },
    user: settings.signedInUser,
    newEtag: () => `W/"${btoa(etags.uuid()).slice(0, 32)}"`,
    isSeeded,
    newId: (endpoint: Endpoint, container) => {
      const kind = endpoint.resource;
      let source = sources.get(kind);
      if (!source) {
        source = createIdSource(endpoint.documentedId, settings.ids, random);
        sources.set(kind, source);
      }
      let id = source.next(store.count(kind));
      if (source.unique) return id;
      const items = store.collection(container);
      while (items?.has(id)) id = source.next(store.count(kind));
      return id;
    },
  };
}
