/** Lists that are being read page by page: what is still to come was settled by the first page, so writes in between disturb nobody. */
import type { JsonObject, JsonValue } from "../../spec/openapi/index.ts";
import { isObject } from "../store/json.ts";

export interface Reading {
  readonly id: string;
  /** Where the objects are kept; undefined for items that only the pages know. */
  readonly container: string | undefined;
  readonly keyProperty: string;
  /** What follows the first page, in its order. */
  readonly rest: readonly JsonObject[];
  /** What stands around the items of each page. */
  readonly envelope: JsonObject;
  /** The query of the first request. */
  readonly search: string;
  readonly size: number;
  /** At the end of a round of changes: the moment that the next round begins at. */
  readonly deltaToken: string | undefined;
}

export interface Readings {
  open(reading: Omit<Reading, "id">): Reading;
  find(id: string): Reading | undefined;
  snapshot(): JsonValue[];
  restore(value: unknown): void;
  reset(): void;
}

/** Lists that are read at the same time, and items that are still to come in all of them. The oldest go first. */
const MOST_READINGS = 1_000;
const MOST_ITEMS = 200_000;

export function createReadings(newId: () => string, changed: () => void): Readings {
  let readings = new Map<string, Reading>();
  let items = 0;
  const add = (reading: Reading): void => {
    readings.set(reading.id, reading);
    items += reading.rest.length;
    for (const [id, { rest }] of readings) {
      if ((readings.size <= MOST_READINGS && items <= MOST_ITEMS) || id === reading.id) break;
      readings.delete(id);
      items -= rest.length;
    }
  };
  const reset = (): void => {
    readings = new Map();
    items = 0;
  };
  return {
    open: (parts) => {
      let id = newId();
      // A seeded source begins anew over a state that was saved.
      while (readings.has(id)) id = newId();
      const reading = { id, ...parts };
      add(reading);
      changed();
      return reading;
    },
    find: (id) => readings.get(id),
    snapshot: () =>
      [...readings.values()].map(({ rest, container, keyProperty, deltaToken, ...reading }) => ({
        ...reading,
        keyProperty,
        ...(deltaToken === undefined ? {} : { deltaToken }),
        // Of what is kept the key says enough.
        ...(container === undefined
          ? { rest }
          : { container, rest: rest.map((item) => item[keyProperty] ?? null) }),
      })),
    restore: (value) => {
      reset();
      for (const one of Array.isArray(value) ? value : []) {
        const reading = readReading(one);
        if (!reading) throw new TypeError("Unexpected value of flows.readings, expected lists being read");
        add(reading);
      }
    },
    reset,
  };
}

function readReading(value: unknown): Reading | undefined {
  if (!isObject(value)) return undefined;
  const { id, container, keyProperty, rest, envelope, search, size, deltaToken } = value;
  if (typeof id !== "string" || typeof keyProperty !== "string" || typeof search !== "string")
    return undefined;
  if (!Array.isArray(rest) || !isObject(envelope) || typeof size !== "number") return undefined;
  const items = rest.map((item) => (isObject(item) ? item : { [keyProperty]: item }));
  return {
    ...{ id, keyProperty, envelope, search, size, rest: items },
    container: typeof container === "string" ? container : undefined,
    deltaToken: typeof deltaToken === "string" ? deltaToken : undefined,
  };
}
