/** The state of everything that spans requests; part of the snapshot, so that a restart interrupts nothing. */
import type { JsonObject, JsonValue } from "../../spec/openapi/index.ts";
import { isObject } from "../store/json.ts";
import type { Random } from "../store/random.ts";
import type { Store } from "../store/store.ts";
import { type Aliases, createAliases } from "./aliases.ts";
import { createJournal, type Journal } from "./journal.ts";
import { createOperations, type OperationPace, type Operations } from "./operation-states.ts";
import { createReadings, type Readings } from "./readings.ts";
import { createSubscriptions, type Subscriptions } from "./subscriptions.ts";
import { createUploadSessions, type UploadSessions } from "./upload-sessions.ts";

export interface Flows {
  readonly readings: Readings;
  readonly journal: Journal;
  readonly uploads: UploadSessions;
  readonly operations: Operations;
  readonly aliases: Aliases;
  readonly subscriptions: Subscriptions;
  snapshot(): JsonObject;
  /** Throws a `TypeError` that says what is wrong. */
  restore(value: unknown): void;
  reset(): void;
}

export interface FlowBounds {
  /** Of all fragments of uploads that are under way. */
  readonly maxBytes: number;
  readonly operations: OperationPace;
}

/** `begin` makes the source of ids, anew at each reset, so that seeded ones repeat. */
export function createFlows(
  begin: () => Random,
  { maxBytes, operations: pace }: FlowBounds,
  store: Pick<Store, "collection" | "remove">,
  changed: () => void,
): Flows {
  let random = begin();
  const newId = (): string => random.uuid();
  const readings = createReadings(newId, changed);
  const journal = createJournal(newId, changed);
  const uploads = createUploadSessions(maxBytes, newId, changed);
  const operations = createOperations(pace, newId, changed);
  const aliases = createAliases();
  const subscriptions = createSubscriptions(store);
  const parts = { readings, journal, uploads, operations, aliases, subscriptions };
  return {
    ...parts,
    snapshot: () =>
      Object.fromEntries(
        Object.entries(parts).flatMap(([name, part]): [string, JsonValue][] => {
          const value = part.snapshot();
          return Object.keys(value).length === 0 ? [] : [[name, value]];
        }),
      ),
    restore: (value) => {
      const given = isObject(value) ? value : {};
      for (const [name, part] of Object.entries(parts)) part.restore(given[name]);
    },
    reset: () => {
      random = begin();
      for (const part of Object.values(parts)) part.reset();
    },
  };
}
