import type { PactFile } from "../contracts/index.ts";
import type { JsonValue, OpenApiDocument } from "../spec/openapi/index.ts";
import type { Assets } from "./admin/dashboard/index.ts";
import type { SendCallback } from "./flows/callbacks.ts";
import type { OperationPace } from "./flows/operation-states.ts";
import type { IdMode } from "./store/ids.ts";
import { type SeedData, seededUser } from "./store/seed-data.ts";

/** What the mock answers from. It can be exchanged at run time without losing state: see `Mock.load`. */
export interface Artefacts {
  readonly document: OpenApiDocument;
  readonly contracts?: readonly PactFile[];
  /** Other versions of the API, each answered from its own description over the same state. */
  readonly otherVersions?: readonly Omit<Artefacts, "otherVersions">[];
}

export interface User {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly displayName?: string;
}

/** `bearer`: any bearer token will do. `scopes`: the token's scopes are held against the page's permission table. */
export type AuthMode = "bearer" | "off" | "scopes";

/** `docs`: bodies as the pages show them. `graph`: with `@odata.context` and the metadata level that `Accept` asks for. */
export type WireMode = "docs" | "graph";

/** So many requests in so much time for each user. */
export interface Throttle {
  readonly requests: number;
  readonly milliseconds: number;
}

/** Milliseconds, both ends included. */
export interface Latency {
  readonly from: number;
  readonly to: number;
}

/** Makes up a body for `Prefer: dynamic=true`; injected, since generators are heavy. */
export type Generate = (request: {
  readonly operationId: string;
  readonly status: number;
  /** The same text gives the same body. */
  readonly seed: string;
}) => Promise<JsonValue | undefined>;

export interface MockOptions extends Artefacts {
  /** Makes ids, failures and latencies repeat; without it they come from the platform's random numbers. */
  readonly seed?: number;
  /** Default `random`: GUIDs where the pages show GUIDs. `documented`: the documented id first, then others of its pattern. */
  readonly ids?: IdMode;
  readonly auth?: AuthMode;
  readonly wire?: WireMode;
  /** Where given, nobody else exists. The first is signed in, unless `signedInUser` says otherwise. */
  readonly users?: readonly User[];
  readonly signedInUser?: User;
  /** What the collections hold at the start and after each reset. */
  readonly seedData?: SeedData;
  /** Default: the system's clock. */
  readonly clock?: () => Date;
  /** The clock stands still: dates of answers come from it and nothing measured shows in them. */
  readonly fixedClock?: boolean;
  readonly latency?: Latency;
  /** 0 to 1: the share of requests that fail as Graph does when it is busy. */
  readonly failRate?: number;
  readonly throttle?: Throttle;
  /** Objects kept in all; beyond it the oldest is dropped. Default 100,000. */
  readonly maxObjects?: number;
  /** Bytes of files, photos and attachments kept in all; beyond it the oldest go. Default 256 MiB. */
  readonly maxBytes?: number;
  /** When long-running operations end, and how. Default: the second look finds them done. */
  readonly operations?: OperationPace;
  /** Sends change notifications; without it they are only collected. */
  readonly send?: SendCallback;
  /** Hosts other than this machine that change notifications may be sent to. */
  readonly allowCallbacks?: readonly string[];
  /** Milliseconds before a notification that failed is sent again, twice as long each further time. Default 1,000. */
  readonly notificationRetry?: number;
  /** Exchanges kept in the log. Default 200. */
  readonly logSize?: number;
  /** With it, `/_mock` answers whoever sends it as `Authorization: Bearer TOKEN`; without it, loopback alone. */
  readonly adminToken?: string;
  /** What the page at `/_mock/` shows the reference with; without it the page has none. */
  readonly assets?: Assets;
  readonly generate?: Generate;
}

/** Every option with its value: nothing below asks for a default. */
export interface Settings {
  readonly seed: number | undefined;
  readonly ids: IdMode;
  readonly auth: AuthMode;
  readonly wire: WireMode;
  readonly users: readonly User[] | undefined;
  readonly signedInUser: User;
  readonly seedData: SeedData | undefined;
  readonly now: () => Date;
  readonly fixedClock: boolean;
  readonly latency: Latency | undefined;
  readonly failRate: number;
  readonly throttle: Throttle | undefined;
  readonly maxObjects: number;
  readonly maxBytes: number;
  readonly send: SendCallback | undefined;
  readonly allowCallbacks: readonly string[];
  readonly notificationRetry: number;
  readonly operations: OperationPace;
  readonly logSize: number;
  readonly adminToken: string | undefined;
  readonly assets: Assets | undefined;
  readonly generate: Generate | undefined;
}

/** Who `/me` is where nobody else was named. */
export const DEFAULT_USER: User = {
  id: "7b1d0c5e-3f52-4a86-9c1e-5d20e8f4a913",
  userPrincipalName: "robin@contoso.example",
  displayName: "Robin Example",
};

export function resolveOptions(options: MockOptions): Settings {
  return {
    seed: options.seed,
    ids: options.ids ?? "random",
    auth: options.auth ?? "bearer",
    wire: options.wire ?? "docs",
    users: options.users,
    signedInUser: options.signedInUser ?? options.users?.[0] ?? seededUser(options.seedData) ?? DEFAULT_USER,
    seedData: options.seedData,
    now: options.clock ?? (() => new Date()),
    fixedClock: options.fixedClock ?? false,
    latency: options.latency,
    failRate: options.failRate ?? 0,
    throttle: options.throttle,
    maxObjects: options.maxObjects ?? 100_000,
    operations: options.operations ?? {},
    send: options.send,
    allowCallbacks: options.allowCallbacks ?? [],
    notificationRetry: options.notificationRetry ?? 1_000,
    maxBytes: options.maxBytes ?? 256 * 1024 * 1024,
    logSize: options.logSize ?? 200,
    adminToken: options.adminToken,
    assets: options.assets,
    generate: options.generate,
  };
}
